import { describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { downloadName } from '../support/disposition.js'
import { expectError, metadataOf, upload, uploadedId, uploadForms } from '../support/doors.js'
import { filePart, part, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { Changed, FileView } from '../support/wire.js'

const suite = useServer()

const send = (filename: string | Buffer, door = 'files') => {
  const entry = uploadForms.find((form) => form.door === door)
  return suite.current.client.sendForm('POST', entry?.path('') ?? '', [filePart('x', { filename })])
}
const nameOf = (answer: Answer) => answer.json<FileView>().file_name

describe('the display name', () => {
  test.each([
    ['is kept', 'report.pdf', 'report.pdf'],
    ['keeps blanks', 'My cool  movie.mov', 'My cool  movie.mov'],
    ['is the last segment of a path', 'a/b/c.txt', 'c.txt'],
    ['is the last segment of a Windows path', 'C:\\Users\\me\\c.txt', 'c.txt'],
    ['is the last segment of a UNC path', '\\\\server\\share\\c.txt', 'c.txt'],
    ['is the last segment of a traversal', '../../../etc/passwd', 'passwd'],
    ['is the last segment of a mixed traversal', '..\\../..\\boot.ini', 'boot.ini'],
    ['is composed (NFC)', 'e\u0301te\u0301.txt', '\u00e9t\u00e9.txt'],
    ['keeps a leading dot', '.env', '.env'],
    ['keeps a Windows device name', 'CON', 'CON'],
    ['keeps a trailing dot', 'name.', 'name.'],
    ['keeps a colon', 'a:b', 'a:b'],
    ['keeps a semicolon and quotes of one kind', "a;b'c%20.txt", "a;b'c%20.txt"],
    ['keeps markup', '<script>alert(1)</script>.html', 'script>.html'],
    ['keeps three dots', '...', '...'],
    ['keeps prototype names', '__proto__', '__proto__'],
  ])('%s: %j', async (_title, sent, kept) => {
    const answer = await send(sent)
    expect(answer.status, answer.text).toBe(201)
    expect(nameOf(answer)).toBe(kept)
  })

  // supabase/storage 133, transfer.sh 95, busboy 316: other scripts refused or mangled to latin-1.
  test.each([
    '文件.txt',
    'naïve Ünïcode.txt',
    'файл.txt',
    'ملف.pdf',
    'नमस्ते.txt',
    'می\u200cخواهم.txt',
    '👨\u200d👩\u200d👧 family.jpg',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}.png',
    '🇨🇭.png',
    'rtl\u200f mark\u200e.txt',
    '\u{1d4d0}.bin',
  ])('keeps %s, through every door and in the download', async (name) => {
    for (const entry of uploadForms) {
      const id = uploadedId(entry.door, await send(name, entry.door))
      expect((await metadataOf(suite.current.client, id)).file_name).toBe(name.normalize())
      const download = await suite.current.client.get(`/files/${id}`)
      expect(downloadName(download)).toBe(name.normalize())
    }
  })

  const refused: readonly (readonly [string, string | Buffer])[] = [
    ['a dot', '.'],
    ['two dots', '..'],
    ['blanks', '   '],
    ['an ideographic blank', '\u3000'],
    ['a path that ends in a separator', 'a/b/'],
    ['a path that ends in two dots', 'a/..'],
    ['NUL', 'a\0b.txt'],
    ['TAB', 'a\tb.txt'],
    ['ESC', 'a\u001b[31mb.txt'],
    ['DEL', 'a\u007fb.txt'],
    ['a C1 control', 'a\u0085b.txt'],
    ['U+FFFD', 'a\ufffdb.txt'],
    ['bytes that are not UTF-8', Buffer.from('na\xefve.txt', 'latin1')],
    ['a lone surrogate as bytes', Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x2e, 0x74])],
    ['a bidi override', 'a\u202etxt.exe'],
    ['a bidi embedding', 'a\u202ab'],
    ['a bidi isolate', 'a\u2066b'],
    ['a pop of an isolate', 'a\u2069b'],
    ['256 bytes', 'x'.repeat(256)],
    ['256 bytes in 86 characters', `${'文'.repeat(85)}x`],
  ]

  describe.each(uploadForms)('at $title', (entry) => {
    test.each(refused)('is refused with 400 INVALID_NAME for %s', async (_title, filename) => {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.sendForm('POST', entry.path(''), [filePart('x', { filename })])
      )
      expectError(answer, entry.door, 400, 'INVALID_NAME')
    })
  })

  test.each(refused)(
    'is refused by the text part file_name of a replacement for %s',
    async (_title, name) => {
      const { client } = suite.current
      const { file_id } = await upload(client)
      const field = part(['Content-Disposition: form-data; name="file_name"'], name)
      const answer = await suite.current.unchangedBy(() =>
        client.sendForm('PUT', `/files/${file_id}`, [field, filePart('x')])
      )
      expectError(answer, 'files', 400, 'INVALID_NAME')
    }
  )

  test('may have 255 bytes, in one script as in the other', async () => {
    for (const name of ['x'.repeat(255), '文'.repeat(85), `${'n'.repeat(251)}.txt`]) {
      expect(nameOf(await send(name))).toBe(name)
    }
  })

  test('given by the text part name follows the same rules', async () => {
    for (const name of ['..', 'a\u202eb', 'x'.repeat(256), ' ']) {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.sendForm('POST', '/files/upload', [
          filePart('x'),
          textPart('name', name),
        ])
      )
      expectError(answer, 'files', 400, 'INVALID_NAME')
    }
  })

  test('is that of the file where the text part name was left empty, as a person leaves a field', async () => {
    const parts = [textPart('name', ''), filePart('x', { filename: 'chosen.txt' })]
    const answer = await suite.current.client.sendForm('POST', '/files/upload', parts)
    expect(nameOf(answer)).toBe('chosen.txt')
  })

  test('comes from filename where filename* is there as well, and from filename* alone', async () => {
    const both = filePart('x', {
      filename: 'plain.txt',
      parameters: "filename*=UTF-8''%e2%82%ac.txt",
    })
    const alone = filePart('x', { filename: null, parameters: "filename*=UTF-8''%e2%82%ac.txt" })
    const post = (part: Buffer) => suite.current.client.sendForm('POST', '/files/upload', [part])
    expect(nameOf(await post(both))).toBe('plain.txt')
    expect(nameOf(await post(alone))).toBe('€.txt')
  })

  test('cannot be used to reach another file', async () => {
    const { client } = suite.current
    const victim = await upload(client, { content: 'victim' })
    // filebrowser CVE-2026-54097 and zipline issue 843 matched by prefix or by name.
    await send(victim.file_id)
    await send(victim.file_id.slice(0, 10))
    expect((await client.get(`/files/${victim.file_id}`)).text).toBe('victim')
    expect((await client.get(`/files/${victim.file_id.slice(0, 10)}`)).status).toBe(404)
  })

  test('does not tie an old id to a new file of the same name', async () => {
    const { client } = suite.current
    const first = await upload(client, { content: 'first', name: 'again.txt' })
    await client.delete(`/files/${first.file_id}`)
    const second = await upload(client, { content: 'second', name: 'again.txt' })
    expect((await client.get(`/files/${first.file_id}`)).status).toBe(404)
    const answer = await client.sendJson('PUT', `/files/${second.file_id}`, {
      file_name: 'kept.txt',
    })
    expect(answer.json<Changed>().file.file_name).toBe('kept.txt')
  })
})

describe('the name in Content-Disposition', () => {
  test.each([
    ['a"; filename=evil.exe', 'attachment'],
    ['semi;colon=x.txt', 'attachment'],
    ['100%.txt', 'attachment'],
    ["it's.txt", 'attachment'],
    ['comma, name.txt', 'attachment'],
    ['naïve.txt', 'attachment'],
    ['€ 文.txt', 'attachment'],
  ])('is one well-formed line for %j', async (name, kind) => {
    const { client } = suite.current
    const renamed = await upload(client)
    await client.sendJson('PUT', `/files/${renamed.file_id}`, { file_name: name })
    const answer = await client.get(`/files/${renamed.file_id}`)
    const disposition = answer.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^[ -~]+$/)
    expect(disposition).toMatch(
      /^(attachment|inline); filename=("([^"\\]|\\.)*"|[\w!#$%&'*+.^`|~-]+)(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/
    )
    expect(disposition.startsWith(kind)).toBe(true)
    expect(downloadName(answer)).toBe(name)
    expect(
      answer.fields.filter(([key]) => key.toLowerCase() === 'content-disposition')
    ).toHaveLength(1)
  })
})
