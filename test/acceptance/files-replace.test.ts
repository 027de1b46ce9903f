import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectError, metadataOf, rawEntries, upload } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { Changed, FileView } from '../support/wire.js'

const suite = useServer()
let file: FileView
const at = (rest = '') => `/files/${file.file_id}${rest}`
const putForm = (parts: readonly Buffer[]) => suite.current.client.sendForm('PUT', at(), parts)
const putJson = (value: unknown) => suite.current.client.sendJson('PUT', at(), value)
const read = async () => (await suite.current.client.get(at())).text
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')

beforeEach(async () => {
  file = await upload(suite.current.client, { content: 'old bytes', name: 'old.txt' })
})

describe('PUT of new metadata', () => {
  test('renames by JSON and answers a message and the file', async () => {
    const answer = await putJson({ file_name: 'new.md' })
    expect([answer.status, answer.type]).toEqual([200, 'application/json'])
    const changed = answer.json<Changed & Record<string, unknown>>()
    expect(Object.keys(changed).sort()).toEqual(['file', 'message'])
    expect(changed.message).toMatch(/\w/)
    expect(changed.file).toMatchObject({
      file_id: file.file_id,
      file_name: 'new.md',
      sha256: file.sha256,
      created_at: file.created_at,
      revision: 2,
    })
    expect(Date.parse(changed.file.updated_at)).toBeGreaterThan(Date.parse(file.updated_at))
    expect(await metadataOf(suite.current.client, file.file_id)).toEqual(changed.file)
    expect(await read()).toBe('old bytes')
  })

  test('changes the type by JSON', async () => {
    const changed = (await putJson({ file_type: 'text/markdown' })).json<Changed>()
    expect(changed.file).toMatchObject({ file_type: 'text/markdown', file_name: 'old.txt' })
  })

  test('changes name and type by a form without a file', async () => {
    const answer = await putForm([
      textPart('file_type', 'image/png'),
      textPart('file_name', 'p.png'),
    ])
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json<Changed>().file).toMatchObject({
      file_name: 'p.png',
      file_type: 'image/png',
      sha256: file.sha256,
    })
  })

  test('changes the ETag, at every door the same', async () => {
    const before = (await suite.current.client.head(at())).get('etag')
    const answer = await putJson({ file_name: 'new.txt' })
    const after = (await suite.current.client.head(at())).get('etag')
    expect(after).not.toBe(before)
    expect(answer.get('etag')).toBe(after)
    const shared = await suite.current.client.head(`/file/download/${file.file_id}`)
    expect(shared.get('etag')).toBe(after)
  })

  test('keeps a display name as an upload would', async () => {
    const changed = (await putJson({ file_name: 'dir/sub\\e\u0301.txt' })).json<Changed>()
    expect(changed.file.file_name).toBe('\u00e9.txt')
  })

  test.each([
    ['an empty object', {}],
    ['an unknown member', { file_name: 'a', extra: 1 }],
    ['only an unknown member', { name: 'a' }],
    ['a number for a name', { file_name: 5 }],
    ['a boolean for a name', { file_name: true }],
    ['null for a name', { file_name: null }],
    ['an object for a name', { file_name: { $gt: '' } }],
    ['an array for a name', { file_name: ['a'] }],
    ['a number for a type', { file_type: 1 }],
    ['an array', []],
    ['null', 'null'],
    ['a string', '"x"'],
    ['a number', '1'],
    ['broken JSON', '{"file_name": '],
    ['a trailing comma', '{"file_name": "a",}'],
    ['no bytes', ''],
    ['__proto__', '{"__proto__": {"file_name": "a"}}'],
    ['constructor.prototype', '{"constructor": {"prototype": {"x": 1}}, "file_name": "a"}'],
    ['UTF-16', Buffer.from('{"file_name":"a"}', 'utf16le').toString('latin1')],
    ['a malformed type', { file_type: 'nonsense' }],
    ['a type with a line break', { file_type: 'text/plain\r\nX: y' }],
    ['an empty type', { file_type: '' }],
    ['30 000 nested arrays', `{"file_name": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['Infinity', '{"file_name": 1e400}'],
  ])('refuses %s with 400 and changes nothing', async (_title, value) => {
    const answer = await suite.current.unchangedBy(() => putJson(value))
    expect([answer.status, answer.type], answer.text).toEqual([400, 'application/problem+json'])
  })

  test.each(['', '.', '..', '   ', 'a/..', 'a\u0000b', 'a\nb', 'a\u202eb', 'x'.repeat(256)])(
    'refuses the name %j with 400 and changes nothing',
    async (name) => {
      const answer = await suite.current.unchangedBy(() => putJson({ file_name: name }))
      expect([answer.status, answer.type], answer.text).toEqual([400, 'application/problem+json'])
    }
  )

  test('refuses a JSON body of a megabyte with 400 or 413', async () => {
    const answer = await suite.current.unchangedBy(() =>
      putJson({ file_name: 'x'.repeat(1 << 20) })
    )
    expect([400, 413]).toContain(answer.status)
  })

  test('answers 415 to a +json type and points nowhere else', async () => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request('PUT', at(), {
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: '{"file_name":"a"}',
      })
    )
    expectError(answer, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
  })
})

describe('PUT of new content', () => {
  test('replaces the bytes by a form', async () => {
    const answer = await putForm([filePart('new bytes!', { filename: 'old.txt' })])
    expect(answer.status, answer.text).toBe(200)
    const { message, file: changed } = answer.json<Changed>()
    expect(message).toMatch(/\w/)
    expect(changed).toMatchObject({
      file_id: file.file_id,
      file_size: 10,
      sha256: sha256('new bytes!'),
      revision: 2,
      created_at: file.created_at,
    })
    expect(await read()).toBe('new bytes!')
  })

  test.each([
    ['first', (f: Buffer, n: Buffer, t: Buffer) => [f, n, t]],
    ['in the middle', (f: Buffer, n: Buffer, t: Buffer) => [n, f, t]],
    ['last', (f: Buffer, n: Buffer, t: Buffer) => [t, n, f]],
  ])('takes file, file_name and file_type with the file %s', async (_title, order) => {
    const parts = order(
      filePart('all three', { filename: 'ignored.bin' }),
      textPart('file_name', 'three.csv'),
      textPart('file_type', 'text/csv')
    )
    const answer = await putForm(parts)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json<Changed>().file).toMatchObject({
      file_name: 'three.csv',
      file_type: 'text/csv',
      sha256: sha256('all three'),
      revision: 2,
    })
  })

  test.each(rawEntries.filter((entry) => entry.replaces))(
    'replaces the bytes by a raw body on $title',
    async (entry) => {
      const answer = await suite.current.client.request('PUT', entry.path(file.file_id), {
        headers: { 'Content-Type': 'image/png' },
        body: 'raw bytes',
      })
      expect(answer.status, answer.text).toBe(200)
      expect(answer.json<Changed>().file).toMatchObject({
        file_name: 'old.txt',
        file_type: 'image/png',
        sha256: sha256('raw bytes'),
        revision: 2,
      })
      expect(await read()).toBe('raw bytes')
    }
  )

  test('takes JSON as the new bytes on /content', async () => {
    const answer = await suite.current.client.sendJson('PUT', at('/content'), '{"file_name": "a"}')
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json<Changed>().file).toMatchObject({
      file_type: 'application/json',
      file_name: 'old.txt',
    })
    expect(await read()).toBe('{"file_name": "a"}')
  })

  test('takes 0 bytes on /content that say Content-Length: 0 and a type', async () => {
    const answer = await suite.current.client.request('PUT', at('/content'), {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: '',
    })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json<Changed>().file.file_size).toBe(0)
  })

  test.each(['', '/content'])(
    'answers 400 EMPTY_REQUEST to PUT /files/{id}%s with neither body nor type',
    async (rest) => {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.request('PUT', at(rest))
      )
      expectError(answer, 'files', 400, 'EMPTY_REQUEST')
      const withLength = await suite.current.unchangedBy(() =>
        suite.current.client.request('PUT', at(rest), { headers: { 'Content-Length': '0' } })
      )
      expectError(withLength, 'files', 400, 'EMPTY_REQUEST')
    }
  )

  test('answers 400 to a Content-Range, whose partial meaning it does not have', async () => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request('PUT', at('/content'), {
        headers: { 'Content-Type': 'text/plain', 'Content-Range': 'bytes 0-2/9' },
        body: 'xyz',
      })
    )
    expect(answer.status).toBe(400)
  })

  test('keeps the count of downloads', async () => {
    await read()
    await putForm([filePart('new')])
    expect((await metadataOf(suite.current.client, file.file_id)).download_count).toBe(1)
  })

  test.each([
    ['no part', [], 400, 'INVALID_REQUEST'],
    ['an unknown text part', [filePart('x'), textPart('other', 'y')], 400, 'INVALID_REQUEST'],
    ['two files', [filePart('x'), filePart('y')], 422, 'TOO_MANY_FILES'],
    ['a bad file_name', [filePart('x'), textPart('file_name', '..')], 400, 'INVALID_NAME'],
  ])('refuses a form with %s and changes nothing', async (_title, parts, status, code) => {
    const answer = await suite.current.unchangedBy(() => putForm(parts))
    if (parts.length > 0) expectError(answer, 'files', status, code)
    // "At least one of them": whether that is a bad request or a missing file the contract leaves open.
    else expect([400, 422]).toContain(answer.status)
  })

  test.each(['', '/content'])('answers 404 on PUT /files/{missing}%s', async (rest) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request('PUT', `/files/${'a'.repeat(21)}${rest}`, {
        headers: { 'Content-Type': 'text/plain' },
        body: 'x',
      })
    )
    expectError(answer, 'files', 404, 'FILE_NOT_FOUND')
  })

  test('frees the bytes that it replaced', async () => {
    const before = (await suite.current.contentFiles()).length
    for (let round = 0; round < 5; round++) await putForm([filePart(`round ${round}`)])
    await expect.poll(async () => (await suite.current.contentFiles()).length).toBe(before)
  })
})
