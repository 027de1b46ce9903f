import { describe, expect, test } from 'vitest'
import { upload, uploadBy } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { NamedFile } from '../support/wire.js'

const suite = useServer()

const publish = async (parts: readonly Buffer[]) => {
  const answer = await suite.current.client.sendForm('POST', '/api/files', parts)
  expect(answer.status, answer.text).toBe(201)
  return answer.json<NamedFile>()
}

describe('the safe name', () => {
  // The first rows are the examples of Werkzeug's secure_filename.
  test.each([
    ['My cool movie.mov', 'My_cool_movie.mov'],
    ['../../../etc/passwd', 'etc_passwd'],
    ['test.txt', 'test.txt'],
    ['a/b\\c.txt', 'a_b_c.txt'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/abs/path', 'abs_path'],
    ['C:\\x.txt', 'C_x.txt'],
    ['a \t b', undefined],
    ['a   b', 'a_b'],
    ['__init__.py', 'init__.py'],
    ['.htaccess', 'htaccess'],
    ['.env', 'env'],
    ['name.', 'name'],
    ['_private_', 'private'],
    ['-rf', '-rf'],
    ['a&b;c|d$e`f.txt', 'abcdef.txt'],
    ['<script>.html', 'script.html'],
    ['100%.txt', '100.txt'],
    ['a.tar.gz', 'a.tar.gz'],
    ['a..b', 'a..b'],
    ['i contain cool \u00fcml\u00e4uts.txt', 'i_contain_cool_\u00fcml\u00e4uts.txt'],
    ['文件.txt', '文件.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['नमस्ते.txt', 'नमस्ते.txt'],
    ['٣.txt', '٣.txt'],
    ['👨.jpg', 'jpg'],
    ['👨👩', 'file'],
    ['...', 'file'],
    ['___', 'file'],
    ['?*', 'file'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['NUL', '_NUL'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['COM1', '_COM1'],
    ['lpt9.doc', '_lpt9.doc'],
    ['console.txt', 'console.txt'],
    ['COM10.txt', 'COM10.txt'],
  ])('of %j is %j', async (sent, safe) => {
    if (safe === undefined) {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.sendForm('POST', '/api/files', [filePart('x', { filename: sent })])
      )
      expect(answer.status).toBe(400)
      return
    }
    const { name, path } = await publish([filePart(`bytes of ${sent}`, { filename: sent })])
    expect(name).toBe(safe)
    expect(decodeURIComponent(path)).toBe(`/uploads/${safe}`)
    expect((await suite.current.client.get(path)).text).toBe(`bytes of ${sent}`)
  })

  test.each([
    ['ASCII', `${'n'.repeat(251)}.txt`, `${'n'.repeat(251)}.txt`],
    ['other scripts', `${'文'.repeat(83)}é.txt`, `${'文'.repeat(83)}é.txt`],
  ])('keeps 255 bytes of %s', async (_title, sent, safe) => {
    const { name, path } = await publish([filePart('long', { filename: sent })])
    expect(name).toBe(safe)
    expect((await suite.current.client.get(path)).text).toBe('long')
  })

  test('is cut to 255 bytes before its extension where directories make it longer', async () => {
    const sent = `${'d'.repeat(100)}/${'n'.repeat(200)}.txt`
    const { name, path } = await publish([filePart('cut', { filename: sent })])
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(name).toMatch(/^d{100}_n+\.txt$/)
    expect((await suite.current.client.get(path)).text).toBe('cut')
  })

  test('is cut between characters', async () => {
    const sent = `${'d'.repeat(100)}/${'文'.repeat(80)}.txt`
    const { name } = await publish([filePart('cut', { filename: sent })])
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(name).toMatch(/^d{100}_文+\.txt$/)
  })

  test('comes from the text part name where there is one', async () => {
    const { name } = await publish([
      filePart('x', { filename: 'part.bin' }),
      textPart('name', 'given name.txt'),
    ])
    expect(name).toBe('given_name.txt')
  })

  test('is the same through form and named', async () => {
    await uploadBy(suite.current.client, 'form', {
      content: 'via form',
      name: 'sub dir/via form.txt',
    })
    expect((await suite.current.client.get('/uploads/sub_dir_via_form.txt')).text).toBe('via form')
  })

  test('may be the id of another file without reaching it', async () => {
    const { client } = suite.current
    const victim = await upload(client, { content: 'victim' })
    await publish([filePart('decoy', { filename: victim.file_id })])
    expect((await client.get(`/files/${victim.file_id}`)).text).toBe('victim')
    expect((await client.get(`/uploads/${victim.file_id}`)).status).not.toBe(500)
  })

  test('is answered whole, never by a name that begins alike', async () => {
    await publish([filePart('one', { filename: 'prefix.txt' })])
    await publish([filePart('two', { filename: 'prefix.txt.bak' })])
    expect((await suite.current.client.get('/uploads/prefix.txt')).text).toBe('one')
    expect((await suite.current.client.get('/uploads/prefix.tx')).status).toBe(404)
  })
})
