import { describe, expect, test } from 'vitest'
import { expectError, metadataOf, uploadBy } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { leftOut } from '../support/stand.js'
import { useServer } from '../support/suite.js'
import type { NamedFile, ProblemView } from '../support/wire.js'

const suite = useServer()
const post = (parts: readonly Buffer[], headers: Readonly<Record<string, string>> = {}) =>
  suite.current.client.sendForm('POST', '/api/files', parts, headers)

describe('POST /api/files, the named door', () => {
  test('passes test_file_upload of its document', async () => {
    const answer = await post([filePart('File contents', { filename: 'test.txt' })], {
      Accept: 'application/json',
    })
    expect(answer.status).toBe(201)
    expect(answer.type).toBe('application/json')
    const { path } = answer.json<NamedFile>()
    expect(new URL(path, 'http://localhost').pathname).toBe('/uploads/test.txt')
    expect((await suite.current.client.get('/uploads/test.txt')).text).toBe('File contents')
  })

  test('passes test_get_uploaded_file of its document', async () => {
    await uploadBy(suite.current.client, 'form', { content: 'File contents', name: 'test.txt' })
    const answer = await suite.current.client.get('/uploads/test.txt')
    expect(answer.status).toBe(200)
    expect(answer.type).toBe('text/plain')
    expect(answer.text).toBe('File contents')
  })

  test('answers id, safe name and path, and nothing else', async () => {
    const answer = await post([filePart('x', { filename: 'My cool movie.mov' })])
    const file = answer.json<NamedFile>()
    expect(file).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/),
      name: 'My_cool_movie.mov',
      path: '/uploads/My_cool_movie.mov',
    })
    expect(await metadataOf(suite.current.client, file.id)).toMatchObject({
      file_name: 'My cool movie.mov',
    })
  })

  test('answers 201 with a Location that can be read and with the ETag of the file', async () => {
    const answer = await post([filePart('located', { filename: 'located.txt' })])
    const location = answer.get('location') ?? ''
    expect(location).toMatch(/^\//)
    const read = await suite.current.client.get(location)
    expect([read.status, read.text]).toEqual([200, 'located'])
    expect(answer.get('etag')).toBe(read.get('etag'))
  })

  test('percent-encodes a path of another script, and the path leads to the file', async () => {
    const answer = await post([filePart('文', { filename: '文 件.txt' })])
    const { name, path } = answer.json<NamedFile>()
    expect(name).toBe('文_件.txt')
    expect(path).toBe(`/uploads/${encodeURIComponent('文_件.txt')}`)
    expect((await suite.current.client.get(path)).text).toBe('文')
  })

  test('stores nothing outside its directory for ../../../etc/passwd', async () => {
    const answer = await post([filePart('root', { filename: '../../../etc/passwd' })])
    expect(answer.json<NamedFile>()).toMatchObject({
      name: 'etc_passwd',
      path: '/uploads/etc_passwd',
    })
    expect((await suite.current.client.get('/uploads/etc_passwd')).text).toBe('root')
  })

  test.each(['application/json', '*/*', 'application/*', 'text/html, application/json;q=0.5'])(
    'answers to Accept: %s',
    async (accept) => {
      expect((await post([filePart('x')], { Accept: accept })).status).toBe(201)
    }
  )

  test.each([
    'text/html',
    'application/xml, text/*',
    'application/json;q=0',
    '*/*, application/json;q=0',
  ])('answers 406 to Accept: %s and stores nothing', async (accept) => {
    const answer = await suite.current.unchangedBy(() => post([filePart('x')], { Accept: accept }))
    expectError(answer, 'named', 406, 'NOT_ACCEPTABLE')
  })

  test.each([
    ['JSON', 'application/json', '{}'],
    ['urlencoded', 'application/x-www-form-urlencoded', 'file=x'],
    ['raw', 'application/octet-stream', 'x'],
    ['another multipart', 'multipart/mixed; boundary=b', '--b--\r\n'],
    ['text', 'text/plain', 'x'],
  ])('answers 415 to a %s body', async (_title, type, body) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request('POST', '/api/files', {
        headers: { 'Content-Type': type },
        body,
      })
    )
    expectError(answer, 'named', 415, 'UNSUPPORTED_MEDIA_TYPE')
  })

  test('answers 415 to a request without a body', async () => {
    expectError(
      await suite.current.client.request('POST', '/api/files'),
      'named',
      415,
      'UNSUPPORTED_MEDIA_TYPE'
    )
  })

  test.each([
    ['no part', []],
    ['another field', [textPart('name', 'x')]],
    ['a file under another name', [filePart('x', { field: 'upload' })]],
    ['an empty file name', [filePart('', { filename: '' })]],
  ])('answers 422 "Could not find file data" to a form with %s', async (_title, parts) => {
    const answer = await suite.current.unchangedBy(() => post(parts))
    expectError(answer, 'named', 422, 'NO_FILE')
    expect(answer.json<ProblemView & NamedFile>().message).toBe('Could not find file data')
  })
})

describe('GET /uploads/{filename}', () => {
  test.each(['form', 'named'] as const)('serves what came in through %s', async (door) => {
    await uploadBy(suite.current.client, door, { content: door, name: `by-${door}.txt` })
    expect((await suite.current.client.get(`/uploads/by-${door}.txt`)).text).toBe(door)
  })

  test.each(['share', 'files'] as const)('does not know what came in through %s', async (door) => {
    await uploadBy(suite.current.client, door, { name: `by-${door}.txt` })
    expectError(
      await suite.current.client.get(`/uploads/by-${door}.txt`),
      'named',
      404,
      'FILE_NOT_FOUND'
    )
  })

  test('serves the newest live file of a name, and the older ones keep their ids', async () => {
    const { client } = suite.current
    const older = await uploadBy(client, 'named', { content: 'older', name: 'twice.txt' })
    const newer = await uploadBy(client, 'form', { content: 'newer', name: 'twice.txt' })
    expect((await client.get('/uploads/twice.txt')).text).toBe('newer')
    expect((await client.get(`/files/${older}`)).text).toBe('older')
    await client.delete(`/files/${newer}`)
    expect((await client.get('/uploads/twice.txt')).text).toBe('older')
    await client.delete(`/files/${older}`)
    expect((await client.get('/uploads/twice.txt')).status).toBe(404)
  })

  test('keeps the name under which a file was published when the file is renamed', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'named', { content: 'kept', name: 'published.txt' })
    await client.sendJson('PUT', `/files/${id}`, { file_name: 'renamed.txt' })
    const answer = await client.get('/uploads/published.txt')
    expect(answer.text).toBe('kept')
    expect(answer.get('content-disposition')).toContain('renamed.txt')
    expect((await client.get('/uploads/renamed.txt')).status).toBe(404)
  })

  test('serves the new bytes after a replacement', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'named', { content: 'before', name: 'swap.txt' })
    await client.request('PUT', `/files/${id}/content`, {
      headers: { 'Content-Type': 'text/plain' },
      body: 'after',
    })
    expect((await client.get('/uploads/swap.txt')).text).toBe('after')
  })

  const unknown = async (name: string) => {
    const answer = await suite.current.client.get(`/uploads/${name}`)
    expectError(answer, 'named', 404, 'FILE_NOT_FOUND')
  }

  test.each([
    'nothing.txt',
    '..',
    '%2e%2e',
    '%252e%252e%252f',
    '..;',
    '%5c',
    '.env',
    '~',
    '-rf',
    'CON',
    '__proto__',
    'constructor',
    encodeURIComponent('‮'),
    'x'.repeat(300),
    'TEST.TXT',
    'test.tx',
    'test.txt.',
  ])('does not know %s', unknown)

  test.skipIf(leftOut('nginx refuses such paths itself')).each(['..%2f..%2fetc%2fpasswd', '%00'])(
    'does not know %s',
    unknown
  )

  test('serves a safe name of 101 to 255 bytes', async () => {
    const name = `${'n'.repeat(251)}.txt`
    await uploadBy(suite.current.client, 'named', { content: 'long', name })
    expect((await suite.current.client.get(`/uploads/${name}`)).text).toBe('long')
  })
})
