import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import type { Connection } from '../support/connection.js'
import { type DoorName, expectError } from '../support/doors.js'
import { bytesRead, growthDuring } from '../support/process-facts.js'
import { apiTokens, bearer, everything, secretFor } from '../support/tokens.js'
import { atEach, type BodyEntry, bodyEntries, bodyHead, chunkOf } from './support/entries.js'
import { hostileTable, type Input, named } from './support/table.js'
import type { Target } from './support/target.js'

const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte
const block = Buffer.alloc(mebibyte, 'large')

/** Sends without end, as far as the server lets it, and gives the answer that comes meanwhile. */
async function flood(connection: Connection, method: string, bytes: Buffer): Promise<Answer> {
  const send = async () => {
    for (let sent = 0; sent < gibibyte; sent += bytes.length) {
      // A client reads while it sends: one that does not would meet the end of the connection first.
      await turn()
      if (!(await connection.send(bytes))) return
    }
    throw new Error('all of it was taken')
  }
  const sending = send()
  try {
    return await connection.answer(method)
  } finally {
    await sending
    connection.close()
  }
}

interface Refusal {
  readonly title: string
  readonly method: string
  readonly door: DoorName
  readonly status: number
  readonly code: string
  readonly path: (id: string) => string
  readonly headers: Readonly<Record<string, string>>
}

const refused = (
  entry: BodyEntry,
  status: number,
  code: string,
  more: Partial<Refusal> = {}
): Refusal => ({
  title: `${status} ${code}, ${entry.title}`,
  method: entry.method,
  door: entry.door,
  status,
  code,
  path: entry.path,
  ...more,
  headers: { 'Content-Type': entry.type, ...more.headers },
})

const replacing = bodyEntries.filter((entry) => entry.replaces)
const raw = bodyEntries.filter((entry) => entry.open === '')

/** What is refused by its head alone, with the status that is due. */
const refusals: readonly Refusal[] = [
  ...bodyEntries.map((entry) => refused(entry, 413, 'FILE_TOO_LARGE')),
  ...replacing.map((entry) =>
    refused(entry, 404, 'FILE_NOT_FOUND', { path: () => entry.path('not-there') })
  ),
  ...bodyEntries.map((entry) =>
    refused(entry, 415, 'UNSUPPORTED_MEDIA_TYPE', { headers: { 'Content-Encoding': 'gzip' } })
  ),
  ...bodyEntries.map((entry) =>
    refused(entry, 403, 'CROSS_SITE', { headers: { Origin: 'https://evil.example' } })
  ),
  ...bodyEntries.map((entry) =>
    refused(entry, 421, 'MISDIRECTED_REQUEST', { headers: { Host: 'evil.example' } })
  ),
  ...bodyEntries.map((entry) => refused(entry, 405, 'METHOD_NOT_ALLOWED', { method: 'PATCH' })),
  ...raw.map((entry) =>
    refused(entry, 400, 'UNSUPPORTED_DIGEST', { headers: { 'Repr-Digest': 'md5=:AAAA:' } })
  ),
  ...raw.map((entry) =>
    refused(entry, 400, 'INVALID_NAME', { path: (id) => `${entry.path(id)}?name=..` })
  ),
  ...(['GET', 'DELETE', 'POST'] as const).map(
    (method): Refusal => ({
      title: `404 ROUTE_NOT_FOUND, ${method}`,
      method,
      door: 'files',
      status: 404,
      code: 'ROUTE_NOT_FOUND',
      path: () => '/nothing',
      headers: {},
    })
  ),
  ...(['GET', 'DELETE'] as const).map(
    (method): Refusal => ({
      title: `404 FILE_NOT_FOUND, ${method} /files/{id}`,
      method,
      door: 'files',
      status: 404,
      code: 'FILE_NOT_FOUND',
      path: () => '/files/not-there',
      headers: {},
    })
  ),
]

/** What is refused for its condition, where nothing else is wrong with it (RFC 9110 section 13.2.1). */
const unmet: readonly Refusal[] = replacing.flatMap((entry) =>
  [{ 'If-Match': '"other"' }, { 'If-None-Match': '*' }].map((headers) =>
    refused(entry, 412, 'PRECONDITION_FAILED', { headers })
  )
)

/** What may still be read behind an answer, and something for what is read before it and beside it. */
const lingering = 4.5 * mebibyte

async function floodRefused(target: Target, refusal: Refusal): Promise<void> {
  const { client, file } = target
  const { method, door, status, code, headers } = refusal
  const path = refusal.path(file.file_id)
  const connection = await client.open()
  await connection.send(
    requestHead(method, path, {
      Host: client.host,
      ...headers,
      'Content-Length': String(gibibyte),
    })
  )
  const answer = await flood(connection, method, block)
  client.check(method, path, answer)
  expectError(answer, door, status, code)
  expect(answer.get('connection')).toBe('close')
}

/** Each connection lingers for seconds, so some of them do it together. */
const atOnce = 8

/** What all of them read is hardly anything. */
const readLittle = (refusals: readonly Refusal[]): Input[] =>
  Array.from({ length: Math.ceil(refusals.length / atOnce) }, (_, at) => {
    const some = refusals.slice(at * atOnce, (at + 1) * atOnce)
    return {
      title: '1 GiB behind a head that is refused',
      sends: some.length,
      run: async (target) => {
        const before = await bytesRead(target.suite.server.pid)
        await Promise.all(some.map((one) => named(one.title, floodRefused(target, one))))
        const read = (await bytesRead(target.suite.server.pid)) - before
        expect(read).toBeLessThan(some.length * lingering)
      },
    }
  })

const largest = 1 * mebibyte

hostileTable(
  'bodies that nobody wants',
  [
    {
      id: 'S5',
      sentence:
        'a refusal is answered while a gigabyte comes, of which hardly anything more is read',
      inputs: [
        ...readLittle(refusals),
        ...atEach(bodyEntries, '1 GiB in chunks', async (target, entry) => {
          const { client, suite, file } = target
          const before = await bytesRead(suite.server.pid)
          const connection = await client.open()
          await connection.send(bodyHead(entry, { host: client.host, id: file.file_id }))
          if (entry.open !== '') await connection.send(chunkOf(entry.open))
          const answer = await flood(connection, entry.method, chunkOf(block))
          client.check(entry.method, entry.path(file.file_id), answer)
          expectError(answer, entry.door, 413, 'FILE_TOO_LARGE')
          expect(answer.get('connection')).toBe('close')
          const read = (await bytesRead(suite.server.pid)) - before
          expect(read).toBeLessThan(largest + mebibyte + lingering)
        }),
      ],
    },
  ],
  { MAX_FILE_SIZE: String(largest) },
  { direct: 'nginx drops the rest of a refused body in its own time' }
)

hostileTable(
  'bodies that would be welcome from somebody else',
  [
    {
      id: 'S5',
      sentence: 'a stranger and a stale tag are told so while a gigabyte comes, hardly read',
      inputs: readLittle([
        ...bodyEntries.flatMap((entry) => [
          refused(entry, 401, 'UNAUTHORIZED'),
          refused(entry, 401, 'UNAUTHORIZED', { headers: bearer('unknown') }),
          refused(entry, 403, 'INSUFFICIENT_SCOPE', { headers: bearer(secretFor(['read'])) }),
        ]),
        ...unmet.map((refusal) => ({
          ...refusal,
          headers: { ...refusal.headers, ...everything },
        })),
      ]),
    },
  ],
  { API_TOKENS: apiTokens },
  { credentials: everything, direct: 'nginx drops the rest of a refused body in its own time' }
)

/** Larger than everything that is held for one request, so that holding all of it would be seen. */
const taken = 48 * mebibyte
const forms = bodyEntries.filter((entry) => entry.open !== '')

interface Endless {
  readonly title: string
  readonly open: string
  readonly again: Buffer
}

const field = '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n'

/** Everything in a form that a client can go on with for ever. */
const endlessForms: readonly Endless[] = [
  ['bytes before the first boundary', '', 'preamble\r\n'],
  ['a text part', field, 'text'],
  ['nameless parts', '', '--b\r\n\r\nx\r\n'],
  ['the header of a part', '--b\r\nX: ', 'header'],
  ['bytes behind the last boundary', `${forms[0]?.open}x${forms[0]?.close}`, 'epilogue'],
].map(([title = '', open = '', again = '']) => ({
  title,
  open,
  again: chunkOf(Buffer.alloc(mebibyte, again)),
}))

/** Sends a body in chunks that never ends and gives the answer to it. */
async function sendWithoutEnd(
  { client, file }: Target,
  entry: BodyEntry,
  body: { readonly open: string; readonly again: Buffer }
): Promise<Answer> {
  const connection = await client.open()
  await connection.send(bodyHead(entry, { host: client.host, id: file.file_id }))
  if (body.open !== '') await connection.send(chunkOf(body.open))
  const answer = await flood(connection, entry.method, body.again)
  client.check(entry.method, entry.path(file.file_id), answer)
  return answer
}

hostileTable(
  'bodies without an end',
  [
    {
      id: 'S6',
      sentence:
        'what comes in chunks for ever is cut at the limit, and memory stays flat meanwhile',
      inputs: [
        {
          title: 'contents over all entry points at once',
          run: async (target) => {
            const again = chunkOf(block)
            const all = Promise.all(
              bodyEntries.map(async (entry) => {
                const answer = await sendWithoutEnd(target, entry, { open: entry.open, again })
                expectError(answer, entry.door, 413, 'FILE_TOO_LARGE')
              })
            )
            const growth = await growthDuring(target.suite.server.pid, all)
            expect(growth).toBeLessThan(150 * mebibyte)
          },
        },
        ...endlessForms.flatMap((endless) =>
          atEach(forms, endless.title, async (target, entry) => {
            const work = sendWithoutEnd(target, entry, endless)
            const growth = await growthDuring(target.suite.server.pid, work)
            expectError(await work, entry.door, 413, 'FILE_TOO_LARGE')
            expect(growth).toBeLessThan(40 * mebibyte)
          })
        ),
        {
          title: 'a JSON text',
          run: async (target) => {
            const entry = { ...(replacing[0] as BodyEntry), type: 'application/json' }
            const again = chunkOf(Buffer.alloc(mebibyte, 'json'))
            const answer = await sendWithoutEnd(target, entry, { open: '{"file_name":"', again })
            expectError(answer, 'files', 413, 'FILE_TOO_LARGE')
          },
        },
      ],
    },
  ],
  { MAX_FILE_SIZE: String(taken) },
  { direct: 'one process is measured' }
)
