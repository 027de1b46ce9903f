import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { BrokenAnswer } from '../support/connection.js'
import { formEntries, rawEntries, upload } from '../support/doors.js'
import { filePart, multipart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client)).file_id
})

/** What comes back for bytes that may not be HTTP at all: an answer, or a connection that ends. */
const sendRaw = (bytes: string | Buffer): Promise<Answer | undefined> =>
  suite.current.unchangedBy(async () => {
    const connection = await suite.current.client.open()
    await connection.send(bytes)
    connection.halfClose()
    try {
      return await connection.answer()
    } catch (error) {
      if (error instanceof BrokenAnswer || (error as NodeJS.ErrnoException).code) return undefined
      throw error
    } finally {
      connection.close()
    }
  })

const head = (lines: readonly string[], body = '') => [...lines, '', body].join('\r\n')
const upTo = (lines: readonly string[], body = '') =>
  head(
    ['POST /files/upload HTTP/1.1', 'Host: localhost', 'Content-Type: image/png', ...lines],
    body
  )

describe('a request that is not well-formed HTTP is 400 and stores nothing', () => {
  test.each([
    [
      'Content-Length and Transfer-Encoding',
      upTo(['Content-Length: 1', 'Transfer-Encoding: chunked'], '1\r\nx\r\n0\r\n\r\n'),
    ],
    ['two lengths', upTo(['Content-Length: 1', 'Content-Length: 2'], 'xx')],
    ['a negative length', upTo(['Content-Length: -1'], 'x')],
    ['an enormous length', upTo(['Content-Length: 100000000000000000000'], 'x')],
    ['a hexadecimal length', upTo(['Content-Length: 0x1'], 'x')],
    ['a signed length', upTo(['Content-Length: +1'], 'x')],
    ['a bad chunk size', upTo(['Transfer-Encoding: chunked'], 'zz\r\nx\r\n0\r\n\r\n')],
    ['a negative chunk size', upTo(['Transfer-Encoding: chunked'], '-1\r\nx\r\n0\r\n\r\n')],
    ['a chunk longer than its size', upTo(['Transfer-Encoding: chunked'], '1\r\nxyz\r\n0\r\n\r\n')],
    ['a folded header', upTo(['X-A: b', ' c', 'Content-Length: 1'], 'x')],
    ['a NUL in a header', upTo(['X-A: b\0c', 'Content-Length: 1'], 'x')],
    ['a blank in a header name', upTo(['X A: b', 'Content-Length: 1'], 'x')],
    ['no Host', head(['GET /files HTTP/1.1'])],
    ['two Hosts', head(['GET /files HTTP/1.1', 'Host: localhost', 'Host: localhost'])],
    ['a Host with blanks', head(['GET /files HTTP/1.1', 'Host: a b@c'])],
    [
      'a Host of 1 000 characters and a slash',
      head(['GET /files HTTP/1.1', `Host: ${'a'.repeat(1000)}/`]),
    ],
  ])('%s', async (_title, bytes) => {
    const answer = await sendRaw(bytes)
    expect(answer?.status).toBe(400)
  })
})

describe('a request of another protocol', () => {
  test.each([
    ['a lower-case method', head(['get /files HTTP/1.1', 'Host: localhost'])],
    ['an unknown method', head(['FOO /files HTTP/1.1', 'Host: localhost'])],
    ['CONNECT', head(['CONNECT example.org:443 HTTP/1.1', 'Host: example.org:443'])],
    ['TRACE', head(['TRACE /files HTTP/1.1', 'Host: localhost'])],
    ['a line of HTTP/0.9', 'GET /files\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/3.0', head(['GET /files HTTP/3.0', 'Host: localhost'])],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['zeros', Buffer.alloc(1000)],
    ['raw UTF-8 in the path', head(['GET /files/文 HTTP/1.1', 'Host: localhost'])],
    ['a blank in the path', head(['GET /fi les HTTP/1.1', 'Host: localhost'])],
    [
      'an upgrade',
      head(['GET /files HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket']),
    ],
  ])(
    '%s gets an answer below 500 (or 501, 505) or the end of the connection',
    async (_title, bytes) => {
      const answer = await sendRaw(bytes)
      if (answer) expect([200, 400, 404, 405, 408, 421, 501, 505]).toContain(answer.status)
    }
  )
})

describe('an absolute request target', () => {
  // The router once answered these by itself, with what was sent in the answer.
  test.each([
    'http://evil.example/livez',
    'http://evil.%18/livez',
    'http://user@[::/livez',
    'http:///livez',
    'HTTP://x/livez#fragment',
  ])('%s is read as its path, whatever its host', async (target) => {
    const answer = await sendRaw(
      head([`GET ${target} HTTP/1.1`, `Host: ${suite.current.client.host}`])
    )
    expect(answer?.status, answer?.text).toBe(200)
  })

  test('to nowhere is answered as every path to nowhere', async () => {
    const answer = await sendRaw(
      head(['GET http://evil.%18/%zz HTTP/1.1', `Host: ${suite.current.client.host}`])
    )
    expect(answer?.json()).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' })
    expect(answer?.text).not.toContain('evil')
  })
})

describe('a transfer coding that the server does not undo', () => {
  // The bytes would be stored as they were coded for the way, not as the file they are.
  test.each(['gzip, chunked', 'x-mine, chunked', 'chunked, gzip', 'gzip', 'identity'])(
    '%s is 400 or 501 at every entry, and nothing is stored',
    async (coding) => {
      const { client } = suite.current
      const { body, contentType } = multipart([filePart('hello')])
      const entries = [
        ...formEntries.map((entry) => ({ ...entry, body: body.toString(), contentType })),
        ...rawEntries.map((entry) => ({ ...entry, body: 'hello', contentType: 'image/png' })),
      ]
      for (const entry of entries) {
        const answer = await sendRaw(
          `${requestHead(entry.method, entry.path(id), {
            Host: client.host,
            'Content-Type': entry.contentType,
            'Transfer-Encoding': coding,
          })}${entry.body.length.toString(16)}\r\n${entry.body}\r\n0\r\n\r\n`
        )
        expect([400, 501], entry.title).toContain(answer?.status)
      }
    }
  )
})

describe('headers', () => {
  const get = (lines: readonly string[]) =>
    sendRaw(head(['GET /files HTTP/1.1', `Host: ${suite.current.client.host}`, ...lines]))

  test('of more than 16 KiB are 431', async () => {
    expect((await get([`X-Long: ${'x'.repeat(20_000)}`]))?.status).toBe(431)
  })

  test('begin with a line that may be as long, else it is 414 or 431', async () => {
    const line = head([`GET /files/${'x'.repeat(60_000)} HTTP/1.1`, 'Host: localhost'])
    expect([414, 431]).toContain((await sendRaw(line))?.status)
  })

  test('in great number are 431 or no trouble', async () => {
    const answer = await get(Array.from({ length: 2500 }, (_, i) => `X${i}: y`))
    expect([200, 431]).toContain(answer?.status)
  })

  test('named like prototype members are no trouble', async () => {
    // Node CVE-2026-21710: a header named __proto__ ended the process.
    const answer = await get(['__proto__: x', 'constructor: y', 'hasOwnProperty: z'])
    expect(answer?.status).toBe(200)
  })

  test('with latin-1 bytes are no trouble', async () => {
    const bytes = Buffer.from(
      `GET /files HTTP/1.1\r\nHost: ${suite.current.client.host}\r\nX-A: \xe9\xff\r\n\r\n`,
      'latin1'
    )
    expect((await sendRaw(bytes))?.status).toBe(200)
  })

  test('of latin-1 bytes in a name are 400 or read, never 500', async () => {
    const bytes = Buffer.from(
      `POST /files/upload HTTP/1.1\r\nHost: ${suite.current.client.host}\r\nContent-Type: image/png\r\n` +
        'Content-Disposition: attachment; filename="na\xefve.png"\r\nContent-Length: 1\r\n\r\nx',
      'latin1'
    )
    const connection = await suite.current.client.open()
    await connection.send(bytes)
    const answer = await connection.answer('POST')
    connection.close()
    expect([201, 400]).toContain(answer.status)
    if (answer.status === 201) {
      const { file_id } = answer.json<{ file_id: string }>()
      expect((await suite.current.client.delete(`/files/${file_id}`)).status).toBe(200)
    }
  })
})

describe('a request for a JSON route with a Content-Type that nothing reads', () => {
  // A raw parser for the whole application once let the validator delete the fields of the stream itself.
  test.each([
    'foo/bar',
    'text/html',
    'application/x-www-form-urlencoded',
    'application/JSON; charset=utf-16',
  ])('of type %s leaves the process alive', async (type) => {
    const { client } = suite.current
    for (const [method, path] of [
      ['POST', '/api/files'],
      ['POST', '/upload'],
      ['POST', '/file/upload/'],
      ['DELETE', '/files/nothing'],
    ] as const) {
      const answer = await suite.current.unchangedBy(() =>
        client.request(method, path, { headers: { 'Content-Type': type }, body: '{"a":1}' })
      )
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    }
  })
})

describe('a body and its length', () => {
  test('ends where its length says: what follows is never part of the file', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      `POST /files/upload?name=five HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\n` +
        'Content-Length: 5\r\n\r\n1234567890'
    )
    const answer = await connection.answer('POST')
    connection.close()
    // Both are refused together where the bad second request is seen before the first one is stored.
    if (answer.status === 201) expect(answer.json()).toMatchObject({ file_size: 5 })
    else expect([400, 501]).toContain(answer.status)
    const stored = (await suite.current.list()).filter((file) => file.file_name === 'five')
    expect(stored.map((file) => file.file_size)).toEqual(answer.status === 201 ? [5] : [])
  })

  test.each([
    ['FIN', 'halfClose'],
    ['RST', 'reset'],
    ['close', 'close'],
  ] as const)('that is cut by %s leaves nothing, at any point and entry', async (_title, cut) => {
    const { client } = suite.current
    const body = Buffer.alloc(300_000, 'c')
    for (const [method, path] of [
      ['POST', '/files/upload'],
      ['PUT', `/files/${id}`],
      ['PUT', `/files/${id}/content`],
    ] as const) {
      for (const share of [0, 0.1, 0.5, 0.99]) {
        await suite.current.unchangedBy(async () => {
          const connection = await client.open()
          await connection.send(
            `${method} ${path} HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\n` +
              `Content-Length: ${body.length}\r\n\r\n`
          )
          await connection.send(body.subarray(0, body.length * share))
          connection[cut]()
          if (cut === 'halfClose') await connection.rest().catch(() => undefined)
          connection.close()
        })
      }
    }
  })

  test('in chunks without the last one leaves nothing', async () => {
    const bytes = upTo(['Transfer-Encoding: chunked'], '5\r\nhello\r\n')
    const answer = await sendRaw(bytes)
    if (answer) expect([400, 408]).toContain(answer.status)
  })

  test('with odd trailers and extensions is stored exactly', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      `POST /files/upload HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n5;a=b;c="d"\r\nhello\r\n0\r\n__proto__: x\r\n\r\n'
    )
    expect((await connection.answer('POST')).json()).toMatchObject({ file_size: 5 })
    connection.close()
  })
})
