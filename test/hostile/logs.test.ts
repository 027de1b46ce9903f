import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { metadataOf, upload, uploadedId, uploadForms } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import type { LogLine } from '../support/server.js'
import { atEach } from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

/** Text that would begin a line of its own, colour a terminal or end a member of JSON. */
const breakers: readonly (readonly [string, string])[] = [
  ['CR LF', '\r\n{"level":60,"msg":"forged"}'],
  ['LF', '\n{"level":60,"msg":"forged"}'],
  ['an escape sequence', '\u001b[2J\u001b[31m'],
  ['U+2028 and U+2029', '\u2028{"msg":"forged"}\u2029'],
  ['NUL', '\0'],
  ['the end of a member', '"},{"msg":"forged"}'],
  ['a member', '","msg":"forged","x":"'],
  ['a backslash', '\\"\\\\u0022'],
  ['bytes that are no UTF-8', '\xff\xfe'],
  ['a lone surrogate', '\ud800'],
]

const longest = 40_000

/** Says which of the routes take a text in their path. */
const paths = ['/files/', '/file/download/', '/file/metadata/', '/uploads/', '/docs/', '/'] as const

/** Percent-encoded as bytes: a lone surrogate or half a character goes as it is. */
const encode = (text: string): string =>
  [...Buffer.from(text, text.includes('\xff') ? 'latin1' : 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('')

/** Exactly one line is logged of a request, an object of JSON of bounded length with the members it always has. */
async function expectOneLine(target: Target, reqId: string): Promise<LogLine> {
  const { server } = target.suite
  const line = await server.logLine((entry) => entry.reqId === reqId && entry.msg === 'request')
  // The line of a later request is behind every line of this one.
  const later = await target.client.get('/livez')
  await server.logLine((entry) => entry.reqId === later.get('x-request-id'))
  expect(server.strayLines).toEqual([])
  expect(server.log.filter((entry) => entry.reqId === reqId)).toHaveLength(1)
  expect(server.log.filter((entry) => entry.msg === 'forged')).toEqual([])
  expect(JSON.stringify(line).length).toBeLessThan(longest)
  return line
}

const inPath = ([title, text]: (typeof breakers)[number]): readonly Input[] =>
  paths.map((path) => ({
    title: `${title} in the path, ${path}`,
    run: async (target) => {
      const reqId = randomUUID()
      await target.client.get(`${path}a${encode(text)}`, { 'X-Request-Id': reqId })
      await expectOneLine(target, reqId)
    },
  }))

const inFields = ['User-Agent', 'Referer', 'X-Forwarded-For', 'Accept', 'Cookie', 'X-Anything']

const inHeader = ([title, text]: (typeof breakers)[number]): readonly Input[] =>
  inFields.map((field) => ({
    title: `${title} in ${field}`,
    run: async (target) => {
      const { client, suite } = target
      const reqId = randomUUID()
      const connection = await client.open()
      const head = `GET /livez HTTP/1.1\r\nHost: ${client.host}\r\nX-Request-Id: ${reqId}\r\n${field}: a`
      await connection.send(
        Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from('\r\n\r\n')])
      )
      const { status } = await connection.answer()
      connection.close()
      expect([200, 400]).toContain(status)
      // What the parser refuses is no request that could be logged.
      if (status === 200) await expectOneLine(target, reqId)
      expect(suite.server.strayLines).toEqual([])
    },
  }))

const inRequestId = ([title, text]: (typeof breakers)[number]): Input => ({
  title: `${title} in X-Request-Id`,
  run: async (target) => {
    const { client } = target
    const connection = await client.open()
    const head = `GET /livez HTTP/1.1\r\nHost: ${client.host}\r\nX-Request-Id: a`
    await connection.send(
      Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from('\r\n\r\n')])
    )
    const answer = await connection.answer()
    connection.close()
    if (answer.status === 400) return
    const id = answer.get('x-request-id') ?? ''
    expect(id).toMatch(/^[\w.-]{1,64}$/)
    await expectOneLine(target, id)
  },
})

const inName = ([title, text]: (typeof breakers)[number]): readonly Input[] =>
  atEach(uploadForms, `${title} in a file name`, async (target, entry) => {
    const reqId = randomUUID()
    const part = filePart('x', { filename: Buffer.from(`a${text.replaceAll('"', '%22')}b`) })
    const headers = { 'X-Request-Id': reqId }
    const answer = await target.client.sendForm(entry.method, entry.path(''), [part], headers)
    await expectOneLine(target, reqId)
    if (answer.status !== entry.success) return
    await target.client.delete(`/files/${uploadedId(entry.door, answer)}`)
  })

const long = (title: string, request: (filler: string) => string): Input => ({
  title: `64 KiB in ${title}`,
  run: async ({ client, suite }) => {
    const connection = await client.open()
    await connection.send(request('x'.repeat(65_536)))
    const { status } = await connection.answer()
    connection.close()
    expect(status).toBe(431)
    expect(suite.server.strayLines).toEqual([])
    for (const line of suite.server.log) {
      expect(JSON.stringify(line).length).toBeLessThan(longest)
    }
  },
})

const secret = 'zqwxj-secret-7731'

interface Secret {
  readonly title: string
  /** What stands in front of the path and behind it. */
  readonly origin?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Where callers put what nobody else should read. */
const secrets: readonly Secret[] = [
  { title: 'a bearer token', headers: { Authorization: `Bearer ${secret}` } },
  {
    title: 'a password',
    headers: { Authorization: `Basic ${Buffer.from(secret).toString('base64')}` },
  },
  { title: 'a proxy password', headers: { 'Proxy-Authorization': `Bearer ${secret}` } },
  { title: 'a cookie', headers: { Cookie: `session=${secret}` } },
  { title: 'a key', headers: { 'X-Api-Key': secret } },
  { title: 'a token in the query', path: `?token=${secret}` },
  { title: 'a signature in the query', path: `?sig=${secret}&exp=1` },
  { title: 'a token in a query that does not decode', path: `?token=${secret}%zz` },
  { title: 'a token behind a fragment', path: `#${secret}` },
  { title: 'a password in the whole address', origin: `http://user:${secret}@localhost` },
  { title: 'an address that a page came from', headers: { Referer: `http://x/?t=${secret}` } },
]

const routes = [
  '/files',
  '/files/no-such-file',
  '/uploads/no-such-file',
  '/file/download/no-such-file',
  '/file/metadata',
  '/nothing',
  '/docs',
  '/livez',
] as const

const isNotLogged = ({ title, origin = '', path = '', headers = {} }: Secret): readonly Input[] =>
  routes.map((route) => ({
    title: `${title}, ${route}`,
    run: async (target) => {
      const { client, suite } = target
      const reqId = randomUUID()
      const address = `${origin}${route}${path}`
      const answer = await client.get(address, { 'X-Request-Id': reqId, ...headers })
      await expectOneLine(target, reqId)
      const base64 = Buffer.from(secret).toString('base64')
      for (const text of [suite.server.output(), answer.text]) {
        expect(text.includes(secret) || text.includes(base64)).toBe(false)
      }
    },
  }))

/** Content and names are the business of those who store them. */
const contentIsNotLogged: readonly Input[] = atEach(
  uploadForms,
  'a name and a content',
  async (target, entry) => {
    const { client, suite } = target
    const reqId = randomUUID()
    const part = filePart(`content ${secret}`, { filename: `${secret}.txt` })
    const headers = { 'X-Request-Id': reqId }
    const answer = await client.sendForm(entry.method, entry.path(''), [part], headers)
    await expectOneLine(target, reqId)
    expect(suite.server.output()).not.toContain(secret)
    await client.delete(`/files/${uploadedId(entry.door, answer)}`)
  }
)

hostileTable('the log', [
  {
    id: 'L1',
    sentence: 'has one line of JSON for a request, of bounded length, whatever is in it',
    inputs: [
      ...breakers.flatMap(inPath),
      ...breakers.flatMap(inHeader),
      ...breakers.map(inRequestId),
      ...breakers.flatMap(inName),
      long('the path', (filler) => `GET /files/${filler} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
      long('the query', (filler) => `GET /files?${filler} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
      long(
        'a header field',
        (filler) => `GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${filler}\r\n\r\n`
      ),
      {
        title: '10 KiB in the path, which a request may have',
        run: async (target) => {
          const reqId = randomUUID()
          const path = `/files/${encode('\u001b'.repeat(3000))}`
          await target.client.get(path, { 'X-Request-Id': reqId })
          await expectOneLine(target, reqId)
        },
      },
    ],
  },
  {
    id: 'L2',
    sentence: 'holds no secret that came in a header or a query, nor does an error',
    inputs: [...secrets.flatMap(isNotLogged), ...contentIsNotLogged],
  },
  {
    id: 'L3 log',
    sentence: 'names what was asked for by one of a few operations, never by what was sent',
    inputs: [
      {
        title: '300 ids, names and paths that nobody foresaw',
        run: async (target) => {
          const { client, suite } = target
          const { file_id } = await upload(client)
          for (let turn = 0; turn < 100; turn++) {
            await client.get(`/files/${turn}-${file_id}`)
            await client.get(`/uploads/${turn}.txt`)
            await client.get(`/${turn}/${file_id}`)
          }
          await metadataOf(client, file_id)
          await client.delete(`/files/${file_id}`)
          const operations = Object.values(client.document.openapi.paths).flatMap((item) =>
            Object.values(item).map((operation) => operation?.operationId)
          )
          const others = ['unknown', 'methodNotAllowed', 'systemHome', 'systemDocs']
          const logged = new Set(
            suite.server.log.flatMap((line) => (line.operation ? [String(line.operation)] : []))
          )
          expect([...operations, ...others]).toEqual(expect.arrayContaining([...logged]))
        },
      },
    ],
  },
  {
    id: 'L3',
    sentence: 'metrics have labels of routes alone, so that nobody can make more of them',
    inputs: [
      {
        title: 'ids, names and paths by the hundred',
        run: async ({ client }) => {
          const series = async () => (await client.get('/metrics')).text.match(/^\w.*(?= )/gm) ?? []
          const visit = async (round: string) => {
            for (let turn = 0; turn < 100; turn++) {
              await client.get(`/files/${round}${turn}`)
              await client.get(`/uploads/${round}${turn}.txt`)
              await client.request(`X${turn}`, `/${round}/${turn}`)
            }
          }
          await visit('one')
          await series()
          const before = await series()
          await visit('two')
          const after = await series()
          expect(after).toEqual(before)
          expect(after.join()).not.toMatch(/one\d|two\d/)
        },
      },
    ],
  },
])
