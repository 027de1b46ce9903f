import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, metadataOf } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { leftOut } from '../support/stand.js'
import { useServer } from '../support/suite.js'
import type { FileView } from '../support/wire.js'

const suite = useServer()
const path = '/files/upload'
const post = (parts: readonly Buffer[]) => suite.current.client.sendForm('POST', path, parts)
const raw = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}, query = '') =>
  suite.current.client.request('POST', path + query, { headers, body })

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

describe('POST /files/upload', () => {
  test('answers 201 with the whole File', async () => {
    const before = Date.now()
    const answer = await post([filePart('some bytes', { filename: 'notes.txt' })])
    const after = Date.now()
    expect([answer.status, answer.type]).toEqual([201, 'application/json'])
    const file = answer.json<FileView>()
    expect(file).toEqual({
      file_id: expect.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/),
      file_name: 'notes.txt',
      file_type: 'text/plain',
      file_size: 10,
      sha256: sha256('some bytes'),
      revision: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: file.created_at,
      download_count: 0,
      download_link: `/files/${file.file_id}`,
    })
    // A millisecond each may be added where times must differ.
    expect(Date.parse(file.created_at)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(file.created_at)).toBeLessThan(after + 1000)
  })

  test('answers with a Location that can be read and with the ETag of the file', async () => {
    const answer = await post([filePart('located')])
    const { file_id } = answer.json<FileView>()
    expect(answer.get('location')).toBe(`/files/${file_id}`)
    expect(answer.get('etag')).toBe(
      (await suite.current.client.head(`/files/${file_id}`)).get('etag')
    )
  })

  test('takes the raw bytes of a file as the body', async () => {
    const body = Buffer.from([0, 1, 2, 253, 254, 255, 13, 10, 45, 45])
    const answer = await raw(body, { 'Content-Type': 'image/png' }, '?name=pixel.png')
    expect(answer.status).toBe(201)
    expect(answer.json<FileView>()).toMatchObject({
      file_name: 'pixel.png',
      file_type: 'image/png',
      file_size: 10,
      sha256: sha256(body),
    })
    const { file_id } = answer.json<FileView>()
    expect((await suite.current.client.get(`/files/${file_id}`)).body).toEqual(body)
  })

  test('takes a raw body in chunks, without a length', async () => {
    const connection = await suite.current.client.open()
    await connection.send(
      `POST ${path}?name=chunked.bin HTTP/1.1\r\nHost: ${suite.current.client.host}\r\n` +
        'Content-Type: application/x-thing\r\nTransfer-Encoding: chunked\r\n\r\n' +
        '5\r\nhello\r\n7;ext=1\r\n, world\r\n0\r\nTrailer: x\r\n\r\n'
    )
    const answer = await connection.answer('POST')
    connection.close()
    suite.current.client.check('POST', path, answer)
    expect(answer.json<FileView>()).toMatchObject({ file_size: 12, sha256: sha256('hello, world') })
  })

  test('takes JSON as the bytes of a file', async () => {
    const answer = await raw('{"a": 1}', { 'Content-Type': 'application/json' }, '?name=a.json')
    expect(answer.status).toBe(201)
    expect(answer.json<FileView>()).toMatchObject({ file_type: 'application/json', file_size: 8 })
  })

  test('takes an empty file in a form', async () => {
    const answer = await post([filePart('', { filename: 'empty.txt' })])
    expect(answer.json<FileView>()).toMatchObject({ file_size: 0, sha256: sha256('') })
  })

  test('takes an empty raw body that says its type and its length', async () => {
    const answer = await raw('', { 'Content-Type': 'application/octet-stream' }, '?name=e.bin')
    expect(answer.status).toBe(201)
    expect(answer.json<FileView>()).toMatchObject({ file_size: 0, sha256: sha256('') })
  })

  test('stores base64 and nested multipart as the bytes that they are', async () => {
    const nested = '--inner\r\nContent-Type: text/plain\r\n\r\nx\r\n--inner--\r\n'
    for (const content of ['aGVsbG8=', nested]) {
      const answer = await post([filePart(content, { filename: 'x.bin' })])
      expect(answer.json<FileView>()).toMatchObject({
        file_size: content.length,
        sha256: sha256(content),
      })
    }
  })

  test.each([
    ['ends in CR LF', 'line\r\n'],
    ['is only CR LF', '\r\n'],
    ['ends in dashes', 'x--'],
    [
      'holds lines that look like a boundary',
      '\r\n--boundary-7d2\r\n--boundary-7d2e\n--boundary-7d2f\r\n-',
    ],
  ])('stores a file that %s exactly', async (_title, content) => {
    const answer = await post([filePart(content, { filename: 'x.bin' })])
    const { file_id } = answer.json<FileView>()
    expect((await suite.current.client.get(`/files/${file_id}`)).text).toBe(content)
  })

  test('gives every upload its own id, none of which begins with a dash', async () => {
    const uploads = Array.from({ length: 40 }, () =>
      post([filePart('same', { filename: 'same.txt' })])
    )
    const ids = (await Promise.all(uploads)).map((answer) => answer.json<FileView>().file_id)
    expect(new Set(ids).size).toBe(40)
    expect(ids.filter((id) => id.startsWith('-'))).toEqual([])
  })

  test.skipIf(leftOut('replicas can store at one time'))(
    'gives strictly increasing times',
    async () => {
      const uploads = Array.from({ length: 20 }, () => post([filePart('t', { filename: 't.txt' })]))
      const times = (await Promise.all(uploads)).map((answer) => answer.json<FileView>().created_at)
      expect(new Set(times).size).toBe(20)
    }
  )
})

describe('the display name in a form', () => {
  test.each([
    ['before', (name: Buffer, file: Buffer) => [name, file]],
    ['after', (name: Buffer, file: Buffer) => [file, name]],
  ])('is the text part name %s the file', async (_title, order) => {
    const parts = order(
      textPart('name', 'Übersicht 文.txt'),
      filePart('x', { filename: 'ascii.bin' })
    )
    const file = (await post(parts)).json<FileView>()
    expect(file.file_name).toBe('Übersicht 文.txt')
    expect(file.file_type).toBe('text/plain')
  })

  test('refuses other text parts, wherever they stand, and stores nothing', async () => {
    for (const parts of [
      [textPart('other', 'x'), filePart('x')],
      [filePart('x'), textPart('other', 'x')],
      [filePart('x'), textPart('file_name', 'x')],
      [textPart('__proto__', 'x'), filePart('x')],
      [textPart('constructor', 'x'), filePart('x')],
      [textPart(`a${'[b]'.repeat(1000)}`, 'x'), filePart('x')],
      [textPart('name', 'a'), textPart('name', 'b'), filePart('x')],
    ]) {
      const answer = await suite.current.unchangedBy(() => post(parts))
      expect([answer.status, answer.type], answer.text).toEqual([400, 'application/problem+json'])
    }
  })
})

describe('the name of a raw body', () => {
  const nameOf = async (headers: Readonly<Record<string, string>>, query = '') => {
    const answer = await raw('x', { 'Content-Type': 'application/octet-stream', ...headers }, query)
    expect(answer.status, answer.text).toBe(201)
    return answer.json<FileView>().file_name
  }

  test.each([
    ['attachment; filename=plain.txt', 'plain.txt'],
    ['attachment; filename="quoted name.txt"', 'quoted name.txt'],
    ['attachment; filename="a\\"b.txt"', 'a"b.txt'],
    ["attachment; filename*=UTF-8''%e6%96%87.txt", '文.txt'],
    ["attachment; filename*=utf-8'en'n%C3%A4ive.txt", 'näive.txt'],
    ['attachment; filename="ascii.txt"; filename*=UTF-8\'\'%e2%82%ac.txt', '€.txt'],
    ['attachment; filename*=UTF-8\'\'%e2%82%ac.txt; filename="ascii.txt"', '€.txt'],
    ['ATTACHMENT; FILENAME="upper.txt"', 'upper.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
  ])('comes from Content-Disposition: %s', async (disposition, name) => {
    expect(await nameOf({ 'Content-Disposition': disposition })).toBe(name)
  })

  test('comes from ?name=', async () => {
    expect(await nameOf({}, `?name=${encodeURIComponent('Grüße 文.txt')}`)).toBe('Grüße 文.txt')
    expect(await nameOf({}, '?name=a+b.txt')).toBe('a b.txt')
  })

  test.each([
    ['image/png', /^file\.png$/],
    ['text/plain', /^file\.txt$/],
    ['application/pdf', /^file\.pdf$/],
    ['application/x-unheard-of', /^file$/],
    ['application/octet-stream', /^file(\.bin)?$/],
  ])('is file with the usual extension of %s when none is given', async (type, expected) => {
    expect(await nameOf({ 'Content-Type': type })).toMatch(expected)
  })

  test.each([
    ['an unknown charset', { 'Content-Disposition': "attachment; filename*=KOI8-R''%C1.txt" }, ''],
    ['a broken escape', { 'Content-Disposition': "attachment; filename*=UTF-8''%zz.txt" }, ''],
    [
      'bytes that are not UTF-8',
      { 'Content-Disposition': "attachment; filename*=UTF-8''%ff%fe" },
      '',
    ],
  ])('is never mangled by %s', async (_title, headers, query) => {
    const before = await suite.current.list()
    const answer = await raw('x', { 'Content-Type': 'image/png', ...headers }, query)
    if (answer.status === 400) expect(await suite.current.list()).toEqual(before)
    else expect(answer.json<FileView>().file_name).toBe('file.png')
  })

  test.each([
    '?name=',
    '?name=..',
    '?name=a%00b',
    '?name=a%0Ab',
    '?name=%ff',
    '?name=a&name=b',
    '?other=1',
  ])('is refused with 400 for the query %s', async (query) => {
    const answer = await suite.current.unchangedBy(() =>
      raw('x', { 'Content-Type': 'image/png' }, query)
    )
    expect([answer.status, answer.type], answer.text).toEqual([400, 'application/problem+json'])
  })
})

describe('what POST /files/upload refuses', () => {
  test.each([
    ['no part', []],
    ['only a name', [textPart('name', 'x')]],
    ['a part file without a file name', [textPart('file', 'x')]],
    ['an empty file name', [filePart('x', { filename: '' })]],
  ])('answers 422 NO_FILE to a form with %s', async (_title, parts) => {
    const answer = await suite.current.unchangedBy(() => post(parts))
    expectError(answer, 'files', 422, 'NO_FILE')
  })

  test('answers 400 EMPTY_REQUEST or 415 to neither body nor type, and never stores a file of 0 bytes', async () => {
    const answer = await suite.current.unchangedBy(() => suite.current.client.request('POST', path))
    expect([400, 415]).toContain(answer.status)
  })

  test('answers 413 to more than 10 GiB where no other limit is set', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      requestHead('POST', path, {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': String(10 * 1024 ** 3 + 1),
      })
    )
    expectError(await connection.answer('POST'), 'files', 413, 'FILE_TOO_LARGE')
  })

  test('keeps the metadata of an upload readable by its id', async () => {
    const file = (await post([filePart('x', { filename: 'read.txt' })])).json<FileView>()
    expect(await metadataOf(suite.current.client, file.file_id)).toEqual(file)
  })
})
