import { beforeAll, describe, expect, test } from 'vitest'
import {
  expectError,
  metadataOf,
  rawEntries,
  upload,
  uploadedId,
  uploadForms,
} from '../support/doors.js'
import { filePart, multipart, part } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { FileView, NamedFile } from '../support/wire.js'

const suite = useServer()

const typeInForm = async (filename: string, type?: string, door = 'files') => {
  const entry = uploadForms.find((form) => form.door === door)
  const file = filePart('x', { filename, ...(type !== undefined && { type }) })
  const answer = await suite.current.client.sendForm('POST', entry?.path('') ?? '', [file])
  const id = uploadedId(entry?.door ?? 'files', answer)
  return (await metadataOf(suite.current.client, id)).file_type
}

const rawUpload = (name: string, type: string | undefined) =>
  suite.current.client.request('POST', `/files/upload?name=${name}`, {
    headers: type === undefined ? {} : { 'Content-Type': type },
    body: 'x',
  })

describe('the type of a part', () => {
  test.each(uploadForms)('is what was declared, at $title', async (entry) => {
    expect(await typeInForm('a.txt', 'image/png', entry.door)).toBe('image/png')
  })

  test.each(uploadForms)(
    'comes from the extension where requests sends none, at $title',
    async (entry) => {
      expect(await typeInForm('a.png', undefined, entry.door)).toBe('image/png')
    }
  )

  test.each([
    ['a.png', undefined, 'image/png'],
    ['a.png', 'application/octet-stream', 'image/png'],
    ['a.png', 'text/plain', 'image/png'],
    ['a.txt', undefined, 'text/plain'],
    ['a.txt', 'text/plain', 'text/plain'],
    ['a.txt', 'text/plain; charset=utf-8', 'text/plain'],
    ['A.PNG', undefined, 'image/png'],
    ['a.json', undefined, 'application/json'],
    ['a.pdf', undefined, 'application/pdf'],
    ['a.csv', undefined, 'text/csv'],
    ['a.md', undefined, 'text/markdown'],
    ['a.svg', undefined, 'image/svg+xml'],
    ['a.mp3', undefined, 'audio/mpeg'],
    ['a.zip', undefined, 'application/zip'],
    ['a.unheardof', undefined, 'application/octet-stream'],
    ['noextension', undefined, 'application/octet-stream'],
    ['noextension', 'text/plain', 'application/octet-stream'],
    ['.png', 'application/octet-stream', undefined],
    ['a.txt', 'text/html; charset=iso-8859-1', 'text/html'],
    ['a.txt', 'IMAGE/PNG', 'image/png'],
    ['a.txt', 'application/vnd.api+json', 'application/vnd.api+json'],
    ['noextension', 'nonsense', 'application/octet-stream'],
    ['noextension', 'text/', 'application/octet-stream'],
    ['noextension', '/', 'application/octet-stream'],
    ['noextension', 'text/html, image/png', 'application/octet-stream'],
    ['noextension', 'a b/c', 'application/octet-stream'],
    ['noextension', `text/${'x'.repeat(5000)}`, 'application/octet-stream'],
  ])('of %s declared as %s is %s', async (name, declared, stored) => {
    const type = await typeInForm(name, declared)
    if (stored === undefined) expect(['image/png', 'application/octet-stream']).toContain(type)
    else expect(type).toBe(stored)
  })

  test('never breaks a header of the download', async () => {
    const headers = [
      'Content-Disposition: form-data; name="file"; filename="x"',
      Buffer.from('Content-Type: text/html\u0001; x="\xff"', 'latin1'),
    ]
    const answer = await suite.current.client.sendForm('POST', '/files/upload', [
      part(headers, 'x'),
    ])
    if (answer.status === 201) {
      const { file_id } = answer.json<FileView>()
      expect((await suite.current.client.get(`/files/${file_id}`)).status).toBe(200)
    } else expect(answer.status).toBe(400)
  })
})

describe('the type of a raw body', () => {
  test.each([
    ['a.png', undefined, 'image/png'],
    ['a.png', 'application/octet-stream', 'image/png'],
    // What curl --data-binary, wget --post-file and urllib send unasked.
    ['a.png', 'application/x-www-form-urlencoded', 'image/png'],
    ['noextension', 'application/x-www-form-urlencoded', 'application/octet-stream'],
    ['noextension', undefined, 'application/octet-stream'],
    ['a.png', 'text/plain', 'text/plain'],
    ['a.png', 'text/plain; charset=utf-16', 'text/plain; charset=utf-16'],
    ['a.txt', 'text/html;charset=iso-8859-1', 'text/html;charset=iso-8859-1'],
    ['a.txt', 'Image/PNG', 'image/png'],
    ['a.txt', 'application/problem+json', 'application/problem+json'],
  ])('of %s declared as %s is %s', async (name, declared, stored) => {
    const answer = await rawUpload(name, declared)
    expect(answer.status, answer.text).toBe(201)
    expect(answer.json<FileView>().file_type).toBe(stored)
  })
})

describe.each(rawEntries)('a body that $title does not take', (entry) => {
  let id = ''
  beforeAll(async () => {
    id = (await upload(suite.current.client)).file_id
  })

  test.each([
    ['a malformed type', { 'Content-Type': 'nonsense' }],
    ['a type without a subtype', { 'Content-Type': 'text/' }],
    ['a bare slash', { 'Content-Type': '/' }],
    ['two types', { 'Content-Type': 'text/html, image/png' }],
    ['a type with a tab', { 'Content-Type': 'application/json\ta' }],
    ['multipart/mixed', { 'Content-Type': 'multipart/mixed; boundary=b' }],
    ['multipart/byteranges', { 'Content-Type': 'multipart/byteranges; boundary=b' }],
    ['gzip', { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' }],
    ['br', { 'Content-Type': 'text/plain', 'Content-Encoding': 'br' }],
    ['an unknown coding', { 'Content-Type': 'text/plain', 'Content-Encoding': 'x-mine' }],
    ['two codings', { 'Content-Type': 'text/plain', 'Content-Encoding': 'identity, gzip' }],
  ])('is 415 for %s', async (_title, headers) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request(entry.method, entry.path(id), { headers, body: 'x' })
    )
    expectError(answer, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
  })

  test('but Content-Encoding: identity is no coding', async () => {
    const answer = await suite.current.client.request(entry.method, entry.path(id), {
      headers: { 'Content-Type': 'text/css', 'Content-Encoding': 'identity' },
      body: 'x',
    })
    expect(answer.status, answer.text).toBe(entry.success)
  })
})

describe('a coded form', () => {
  test.each(uploadForms)('is 415 at $title and never unpacked', async (entry) => {
    const { body, contentType } = multipart([filePart('x')])
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request('POST', entry.path(''), {
        headers: { 'Content-Type': contentType, 'Content-Encoding': 'gzip' },
        body,
      })
    )
    expectError(answer, entry.door, 415, 'UNSUPPORTED_MEDIA_TYPE')
  })
})

describe('/uploads/{filename}', () => {
  test('serves text/plain for what requests or a browser sends as text', async () => {
    for (const type of [undefined, 'text/plain', 'application/octet-stream']) {
      const file = filePart('File contents', { ...(type !== undefined && { type }) })
      const answer = await suite.current.client.sendForm('POST', '/api/files', [file])
      const read = await suite.current.client.get(answer.json<NamedFile>().path)
      expect(read.get('content-type')).toBe('text/plain; charset=utf-8')
    }
  })
})
