import { describe, expect, test } from 'vitest'
import { expectError, uploadBy, uploadedId } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'

const suite = useServer()

const publish = async (name: string, type?: string) => {
  const part = filePart('<script>alert(1)</script>', {
    filename: name,
    ...(type !== undefined && { type }),
  })
  return uploadedId('named', await suite.current.client.sendForm('POST', '/api/files', [part]))
}
const dispositionOf = async (path: string) =>
  (await suite.current.client.get(path)).get('content-disposition') ?? ''

/** Types that cannot run script. */
const harmless = [
  ['a.png', 'image/png'],
  ['a.jpg', 'image/jpeg'],
  ['a.gif', 'image/gif'],
  ['a.webp', 'image/webp'],
  ['a.avif', 'image/avif'],
  ['a.mp3', 'audio/mpeg'],
  ['a.wav', 'audio/wav'],
  ['a.mp4', 'video/mp4'],
  ['a.txt', 'text/plain'],
] as const

/** Stored cross-site scripting by upload: Gokapi CVE-2026-28683 (SVG), transfer.sh issue 500 (HTML). */
const harmful = [
  ['x.html', 'text/html'],
  ['x.svg', 'image/svg+xml'],
  ['x.xml', 'application/xml'],
  ['y.xml', 'text/xml'],
  ['x.xhtml', 'application/xhtml+xml'],
  ['x.pdf', 'application/pdf'],
  ['x.js', 'text/javascript'],
  ['x.css', 'text/css'],
  ['x.wasm', 'application/wasm'],
  ['x.bin', 'application/octet-stream'],
  ['x', 'application/octet-stream'],
  ['png.x', 'image/pngx'],
  ['a.jpg.php', 'application/x-httpd-php'],
] as const

describe('/uploads/{filename}', () => {
  test.each(harmless)('shows %s of type %s inline', async (name, type) => {
    await publish(name, type)
    expect(await dispositionOf(`/uploads/${name}`)).toMatch(/^inline; filename/)
  })

  test.each(harmful)('serves %s of type %s as an attachment', async (name, type) => {
    await publish(name, type)
    expect(await dispositionOf(`/uploads/${name}`)).toMatch(/^attachment; filename/)
    expect(await dispositionOf(`/uploads/${name}?disposition=inline`)).toMatch(
      /^attachment; filename/
    )
  })

  test('lets a player seek: a range of an inline recording is 206', async () => {
    await publish('song.wav', 'audio/wav')
    const answer = await suite.current.client.get('/uploads/song.wav', { Range: 'bytes=0-1' })
    expect([answer.status, answer.text]).toEqual([206, '<s'])
    expect(answer.get('content-disposition')).toMatch(/^inline;/)
  })
})

describe('/files/{file_id}?disposition=', () => {
  test.each(harmless)(
    'shows %s of type %s inline when asked, else as an attachment',
    async (name, type) => {
      const id = await publish(name, type)
      expect(await dispositionOf(`/files/${id}`)).toMatch(/^attachment;/)
      expect(await dispositionOf(`/files/${id}?disposition=attachment`)).toMatch(/^attachment;/)
      expect(await dispositionOf(`/files/${id}?disposition=inline`)).toMatch(/^inline;/)
    }
  )

  test.each(harmful)(
    'serves %s of type %s as an attachment, whatever was asked',
    async (name, type) => {
      const id = await publish(name, type)
      expect(await dispositionOf(`/files/${id}?disposition=inline`)).toMatch(/^attachment;/)
    }
  )

  test('answers 400 to any other value', async () => {
    const id = await uploadBy(suite.current.client, 'files')
    for (const value of ['', 'INLINE', 'other', 'inline&disposition=attachment']) {
      const answer = await suite.current.client.get(`/files/${id}?disposition=${value}`)
      expectError(answer, 'files', 400, 'INVALID_REQUEST')
    }
  })
})
