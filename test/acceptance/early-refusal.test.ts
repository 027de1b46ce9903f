import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { type DoorName, expectError, formEntries, rawEntries, upload } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const mebibyte = 1024 * 1024
const suite = useServer({ MAX_FILE_SIZE: String(mebibyte) })
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

interface Refusal {
  readonly title: string
  readonly method: string
  readonly path: () => string
  readonly headers?: Readonly<Record<string, string>>
  readonly door: DoorName
  readonly status: number
  readonly code: string
}

const form = { 'Content-Type': 'multipart/form-data; boundary=b' }
const bytes = { 'Content-Type': 'image/png' }

/** Requests that are refused by their head, whatever their body. */
const refusals: readonly Refusal[] = [
  ...[
    ...formEntries.map((entry) => ({ ...entry, headers: form })),
    ...rawEntries.map((entry) => ({ ...entry, headers: bytes })),
  ].map((entry) => ({
    title: `a body that is too long for ${entry.title} as ${entry.headers['Content-Type']}`,
    method: entry.method,
    path: () => entry.path(id),
    headers: entry.headers,
    door: entry.door,
    status: 413,
    code: 'FILE_TOO_LARGE',
  })),
  {
    title: 'a wrong method',
    method: 'POST',
    path: () => `/files/${id}`,
    headers: bytes,
    door: 'files',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  {
    title: 'a wrong method on a literal path',
    method: 'PUT',
    path: () => '/files/upload',
    headers: bytes,
    door: 'files',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  // The framework reads some types by itself, and once did before it looked for the path.
  ...['image/png', 'application/json', 'text/plain'].map((type) => ({
    title: `an unknown path, as ${type},`,
    method: 'POST',
    path: () => '/nothing',
    headers: { 'Content-Type': type },
    door: 'files' as const,
    status: 404,
    code: 'ROUTE_NOT_FOUND',
  })),
  {
    title: 'an unknown file',
    method: 'PUT',
    path: () => '/files/nothing',
    headers: bytes,
    door: 'files',
    status: 404,
    code: 'FILE_NOT_FOUND',
  },
  {
    title: 'an unknown file on /content',
    method: 'PUT',
    path: () => '/files/nothing/content',
    headers: bytes,
    door: 'files',
    status: 404,
    code: 'FILE_NOT_FOUND',
  },
  {
    title: 'a precondition that fails',
    method: 'PUT',
    path: () => `/files/${id}`,
    headers: { ...bytes, 'If-Match': '"x"' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a precondition that fails on /content',
    method: 'PUT',
    path: () => `/files/${id}/content`,
    headers: { ...bytes, 'If-None-Match': '*' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a precondition that fails before a form',
    method: 'PUT',
    path: () => `/files/${id}`,
    headers: { ...form, 'If-Match': '"x"' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a body that is no form',
    method: 'POST',
    path: () => '/file/upload/',
    headers: bytes,
    door: 'share',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a body that is no form for named',
    method: 'POST',
    path: () => '/api/files',
    headers: bytes,
    door: 'named',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'an answer that is not acceptable',
    method: 'POST',
    path: () => '/api/files',
    headers: { ...form, Accept: 'text/html' },
    door: 'named',
    status: 406,
    code: 'NOT_ACCEPTABLE',
  },
  {
    title: 'a content coding',
    method: 'POST',
    path: () => '/files/upload',
    headers: { ...bytes, 'Content-Encoding': 'gzip' },
    door: 'files',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a digest of an unknown algorithm',
    method: 'POST',
    path: () => '/files/upload',
    headers: { ...bytes, 'Repr-Digest': 'md5=:AAAA:' },
    door: 'files',
    status: 400,
    code: 'UNSUPPORTED_DIGEST',
  },
  {
    title: 'a bad name in the query',
    method: 'POST',
    path: () => '/files/upload?name=..',
    headers: bytes,
    door: 'files',
    status: 400,
    code: 'INVALID_NAME',
  },
  {
    title: 'an unknown query member',
    method: 'POST',
    path: () => '/files/upload?x=1',
    headers: bytes,
    door: 'files',
    status: 400,
    code: 'INVALID_REQUEST',
  },
]

/** The head of a request for the case that announces a body of this length. */
const headOf = (refusal: Refusal, length: number, more: Readonly<Record<string, string>> = {}) =>
  requestHead(refusal.method, refusal.path(), {
    Host: suite.current.client.host,
    ...refusal.headers,
    ...more,
    'Content-Length': String(length),
  })

describe.each(refusals)('the refusal of $title', (refusal) => {
  const { door, status, code } = refusal
  // Too long by more than a form may be, or just within the limit where that is not the point.
  const length = status === 413 ? 3 * mebibyte : mebibyte

  test('is answered whole before the body, and the connection is closed after it', async () => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(headOf(refusal, length))
      const answer = await connection.answer(refusal.method)
      client.check(refusal.method, refusal.path(), answer)
      expectError(answer, door, status, code)
      expect(answer.get('content-length')).toBe(String(answer.body.length))
      expect(answer.get('connection')).toBe('close')
      connection.close()
    })
  })

  test('can be read by a client that sends all its body first: no reset', async () => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(headOf(refusal, length))
      expect(await connection.send(Buffer.alloc(length))).toBe(true)
      const answer = await connection.answer(refusal.method)
      expectError(answer, door, status, code)
      expect(await connection.rest()).toHaveLength(0)
      connection.close()
    })
  })

  test('is sent in place of 100 to Expect: 100-continue', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(headOf(refusal, length, { Expect: '100-continue' }))
    const answer = await connection.answer(refusal.method)
    connection.close()
    expect(answer.interim).toEqual([])
    expectError(answer, door, status, code)
  })
})

describe('after an early refusal', () => {
  const tooLong = () =>
    requestHead('POST', '/files/upload', {
      Host: suite.current.client.host,
      ...bytes,
      'Content-Length': String(1024 * mebibyte),
    })

  test('a client that sends on without end is cut off after a few MiB more', async () => {
    const connection = await suite.current.client.open()
    await connection.send(tooLong())
    const chunk = Buffer.alloc(mebibyte)
    let sent = 0
    while (sent < 200 && (await connection.send(chunk))) sent++
    connection.close()
    // 4 MiB by the server, the rest in the buffers of two sockets.
    expect(sent).toBeLessThan(40)
  })

  test('a client that sends nothing more is cut off after about two seconds', async () => {
    const connection = await suite.current.client.open()
    const started = performance.now()
    await connection.send(tooLong())
    expect((await connection.answer('POST')).status).toBe(413)
    await connection.rest()
    expect(performance.now() - started).toBeLessThan(4000)
    connection.close()
  })

  test('a client that has closed its side is let go, while one that may yet send is waited for', async () => {
    const begin = async () => {
      const connection = await suite.current.client.open()
      await connection.send(tooLong())
      expect((await connection.answer('POST')).status).toBe(413)
      return connection
    }
    const waiting = await begin()
    const closed = await begin()
    closed.halfClose()
    const first = await Promise.race([
      waiting.rest().then(() => 'the one that may yet send'),
      closed.rest().then(() => 'the one that has closed its side'),
    ])
    expect(first).toBe('the one that has closed its side')
    for (const connection of [waiting, closed]) connection.close()
  })

  test('fetch reads the 413 every time', async () => {
    const url = `http://${suite.current.client.host}/files/upload`
    for (let round = 0; round < 10; round++) {
      const response = await fetch(url, { method: 'POST', body: Buffer.alloc(20 * mebibyte) })
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ code: 'FILE_TOO_LARGE' })
    }
  })
})

describe('Expect: 100-continue', () => {
  test('is answered with 100 where the upload is welcome', async () => {
    const { client } = suite.current
    for (const entry of rawEntries) {
      const connection = await client.open()
      await connection.send(
        requestHead(entry.method, entry.path(id), {
          Host: client.host,
          ...bytes,
          Expect: '100-continue',
          'Content-Length': '5',
        })
      )
      expect(await connection.status()).toBe(100)
      await connection.send('hello')
      const answer = await connection.answer(entry.method)
      connection.close()
      expect(answer.status, entry.title).toBe(entry.success)
    }
  })

  test('of anything else is 417 or ignored', async () => {
    const connection = await suite.current.client.open()
    await connection.send(
      requestHead('GET', '/files', { Host: suite.current.client.host, Expect: 'a miracle' })
    )
    expect([200, 417]).toContain((await connection.answer()).status)
    connection.close()
  })
})
