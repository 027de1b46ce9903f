import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { BrokenAnswer, type Connection } from '../support/connection.js'
import { expectError, metadataOf, uploadBy } from '../support/doors.js'
import { growthDuring, openDescriptors } from '../support/process-facts.js'
import type { LogLine } from '../support/server.js'
import {
  atEach,
  type BodyEntry,
  bodyEntries,
  bodyHead,
  chunkOf,
  downloadPaths,
} from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const mebibyte = 1024 * 1024
const many = 1000

/** More than the buffers between a server and a client that does not read can hold. */
const large = Buffer.alloc(20 * mebibyte, 'slow')

/** Sends what comes and then nothing more, and holds the answer against the 408 of the door. */
async function fallSilent(target: Target, entry: BodyEntry, sent: readonly (string | Buffer)[]) {
  const { client } = target
  const connection = await client.open()
  for (const bytes of sent) await connection.send(bytes)
  const answer = await connection.answer(entry.method)
  client.check(entry.method, entry.path(target.file.file_id), answer)
  expectError(answer, entry.door, 408, 'REQUEST_TIMEOUT')
  expect(answer.get('connection')).toBe('close')
  connection.close()
}

const headFor = (target: Target, entry: BodyEntry, size?: number) =>
  bodyHead(entry, {
    host: target.client.host,
    id: target.file.file_id,
    ...(size !== undefined && { size }),
  })

const jsonEntry: BodyEntry = {
  title: 'PUT /files/{id} as JSON',
  door: 'files',
  method: 'PUT',
  success: 200,
  replaces: true,
  path: (id) => `/files/${id}`,
  type: 'application/json',
  open: '{"file_name":"',
  close: '"}',
}
const allEntries = [...bodyEntries, jsonEntry]

/** Sends the beginning of a head; the server gives an answer that says so, or just closes. */
const halfHead = (title: string, text: string): Input => ({
  title: `a head that stops ${title}`,
  run: async (target) => {
    const connection = await target.client.open()
    await connection.send(text)
    await expectHeadTimeout(connection)
  },
})

async function expectHeadTimeout(connection: Connection): Promise<void> {
  const answer = await connection.answer().catch((error: unknown) => {
    if (error instanceof BrokenAnswer) return undefined
    throw error
  })
  if (answer) expectError(answer, 'files', 408, 'REQUEST_TIMEOUT')
  expect(await connection.rest()).toHaveLength(0)
}

hostileTable(
  'clients that stop',
  [
    {
      id: 'S1',
      sentence:
        'a head or a body that does not go on is 408, or a closed connection, after its time',
      atOnce: true,
      inputs: [
        halfHead('before it begins', ''),
        halfHead('in its method', 'PO'),
        halfHead('in its path', 'POST /files/upl'),
        halfHead('in its version', 'POST /files/upload HTTP/1.'),
        halfHead('behind its first line', 'POST /files/upload HTTP/1.1\r\n'),
        halfHead('in the name of a field', 'GET /files HTTP/1.1\r\nHo'),
        halfHead('in the value of a field', 'GET /files HTTP/1.1\r\nHost: loc'),
        halfHead('before its last line feed', 'GET /files HTTP/1.1\r\nHost: localhost\r\n\r'),
        {
          title: 'a head that comes a byte at a time and never ends',
          run: async (target) => {
            const connection = await target.client.open()
            await connection.send('GET /files HTTP/1.1\r\nHost: localhost\r\nX: ')
            let open = true
            const drip = async () => {
              // The pace of the attack, well within any time between two bytes.
              while (open && (await connection.send('x'))) await pause(20)
            }
            const dripping = drip()
            await expectHeadTimeout(connection).finally(() => {
              open = false
            })
            await dripping
          },
        },
        ...atEach(allEntries, 'silence behind the head', (target, entry) =>
          fallSilent(target, entry, [headFor(target, entry, 1000)])
        ),
        ...atEach(allEntries, 'silence in the middle of the body', (target, entry) =>
          fallSilent(target, entry, [headFor(target, entry, 1000), entry.open, 'half'])
        ),
        ...atEach(allEntries, 'silence before the last byte', (target, entry) => {
          const body = `${entry.open}${'x'.repeat(1000)}${entry.close}`
          return fallSilent(target, entry, [headFor(target, entry, 1000), body.slice(0, -1)])
        }),
        ...atEach(
          bodyEntries.filter((entry) => entry.open !== ''),
          'silence in the header of a part',
          (target, entry) =>
            fallSilent(target, entry, [headFor(target, entry, 1000), entry.open.slice(0, 40)])
        ),
        ...atEach(allEntries, 'silence within a chunk', (target, entry) =>
          fallSilent(target, entry, [
            headFor(target, entry),
            chunkOf(entry.open || 'x'),
            '400\r\nhalf',
          ])
        ),
        ...atEach(allEntries, 'silence within the length of a chunk', (target, entry) =>
          fallSilent(target, entry, [headFor(target, entry), chunkOf(entry.open || 'x'), '40'])
        ),
        ...atEach(allEntries, 'silence where the last chunk should come', (target, entry) =>
          fallSilent(target, entry, [
            headFor(target, entry),
            chunkOf(`${entry.open}whole${entry.close}`),
          ])
        ),
      ],
    },
  ],
  { BODY_IDLE_TIMEOUT: '150ms', HEADERS_TIMEOUT: '200ms', KEEP_ALIVE_TIMEOUT: '10s' }
)

hostileTable(
  'clients that never hurry',
  [
    {
      id: 'S1',
      sentence: 'a body that comes by the byte is 408 once it is below the least rate',
      atOnce: true,
      inputs: atEach(allEntries, 'a byte at a time', async (target, entry) => {
        const { client, file } = target
        const connection = await client.open()
        await connection.send(`${headFor(target, entry, 50_000)}${entry.open}`)
        let open = true
        const drip = async () => {
          while (open && (await connection.send('x'))) await pause(10)
        }
        const dripping = drip()
        const answer = await connection.answer(entry.method).finally(() => {
          open = false
        })
        client.check(entry.method, entry.path(file.file_id), answer)
        expectError(answer, entry.door, 408, 'REQUEST_TIMEOUT')
        connection.close()
        await dripping
      }),
    },
  ],
  { MIN_BODY_RATE: '10KiB', MIN_BODY_RATE_WINDOW: '300ms' }
)

/** Opens so many connections, sends each what it is told to, and has the probes answered meanwhile. */
async function crowd(
  target: Target,
  begin: (index: number) => string,
  settled: () => Promise<void>
): Promise<void> {
  const { client } = target
  const before = await openDescriptors(target.suite.server.pid)
  const connections = await Promise.all(Array.from({ length: many }, () => client.open()))
  for (const [index, connection] of connections.entries()) {
    const text = begin(index)
    if (text !== '') await connection.send(text)
  }
  await settled()
  expect((await client.get('/livez')).status).toBe(200)
  expect((await client.get('/readyz')).status).toBe(200)
  expect((await client.get('/files')).status).toBe(200)
  for (const connection of connections) connection.reset()
  const descriptors = () => openDescriptors(target.suite.server.pid)
  await expect.poll(descriptors, { timeout: 20_000 }).toBeLessThan(before + 20)
  await expect.poll(() => target.suite.temporaryFiles(), { timeout: 20_000 }).toEqual([])
}

const connectionsOf = async (target: Target, least: number) => {
  const { pid } = target.suite.server
  await expect.poll(() => openDescriptors(pid)).toBeGreaterThan(least)
}

hostileTable(
  'crowds',
  [
    {
      id: 'S2',
      sentence:
        'a thousand connections that hold on to what they have keep nobody else from an answer',
      inputs: [
        {
          title: '1,000 connections on which nothing comes',
          run: (target) =>
            crowd(
              target,
              () => '',
              () => connectionsOf(target, many)
            ),
        },
        {
          title: '1,000 half heads',
          run: (target) =>
            crowd(
              target,
              () => 'GET /files HTTP/1.1\r\nHost: localhost\r\nX-Half: ',
              () => connectionsOf(target, many)
            ),
        },
        {
          title: '1,000 half uploads over every entry',
          run: (target) =>
            crowd(
              target,
              (index) => {
                const entry = bodyEntries[index % bodyEntries.length] as BodyEntry
                return `${headFor(target, entry, 100_000)}${entry.open}half`
              },
              async () => {
                const parts = async () => (await target.suite.temporaryFiles()).length
                await expect.poll(parts, { timeout: 20_000 }).toBe(many)
              }
            ),
        },
      ],
    },
    {
      id: 'S3 memory',
      sentence: 'what many clients do not take is not held in memory',
      prepare: withLarge,
      inputs: [
        {
          title: '60 clients that read nothing, over every address: memory stays flat',
          run: async (target) => {
            const { client, suite } = target
            const paths = downloadPaths(largeId, 'large.bin')
            const stalled = async () => {
              const connections = await Promise.all(Array.from({ length: 60 }, () => client.open()))
              for (const [index, connection] of connections.entries()) {
                const path = paths[index % paths.length]
                await connection.send(`GET ${path} HTTP/1.1\r\nHost: ${client.host}\r\n\r\n`)
                expect((await connection.head()).status).toBe(200)
              }
              for (const connection of connections) connection.close()
            }
            expect(await growthDuring(suite.server.pid, stalled())).toBeLessThan(200 * mebibyte)
          },
        },
      ],
    },
  ],
  // Whether an upload is under way can be seen where it has a file from its first byte on.
  { SMALL_FILE_SIZE: '0' }
)

hostileTable(
  'a crowd from one address',
  [
    {
      id: 'S2',
      sentence: 'one address gets no more connections than it may have, until it gives some up',
      inputs: [
        {
          title: 'twice as many as it may have',
          run: async ({ client }) => {
            const served = async (connection: Connection) => {
              await connection.send('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
              return connection.answer().then(
                ({ status }) => status === 200,
                () => false
              )
            }
            const verdicts: boolean[] = []
            for (let i = 0; i < 100; i++) verdicts.push(await served(await client.open()))
            expect(verdicts.indexOf(false)).toBe(50)
            expect(verdicts.slice(50)).not.toContain(true)
            client.closeAll()
            await expect.poll(async () => served(await client.open())).toBe(true)
            client.closeAll()
          },
        },
      ],
    },
  ],
  { MAX_CONNECTIONS_PER_ADDRESS: '50' }
)

let largeId = ''

/** Puts a large file there that many inputs share. */
async function withLarge({ client }: Target): Promise<() => Promise<unknown>> {
  largeId = await uploadBy(client, 'form', { content: large, name: 'large.bin' })
  return () => client.delete(`/files/${largeId}`)
}

/** Has a large file downloaded at every address by a client that behaves as it is told. */
const atEachAddress = (title: string, read: (connection: Connection) => Promise<void>) =>
  ['/files/{id}', '/file/download/{id}', '/uploads/{name}'].map(
    (address, index): Input => ({
      title: `${title}, GET ${address}`,
      run: async (target) => {
        const { client, suite } = target
        const reqId = randomUUID()
        const path = downloadPaths(largeId, 'large.bin')[index] as string
        const connection = await client.open()
        await connection.send(
          `GET ${path} HTTP/1.1\r\nHost: ${client.host}\r\nX-Request-Id: ${reqId}\r\n\r\n`
        )
        await read(connection)
        const isCut = (line: LogLine) => line.msg === 'request' && line.reqId === reqId
        const line = await suite.server.logLine(isCut)
        expect(line).toMatchObject({ status: 200, aborted: true })
        expect(Number(line.bytes)).toBeLessThan(large.length)
        const rest = await connection.take(large.length).then(
          () => 'whole',
          () => 'broken'
        )
        expect(rest).toBe('broken')
        expect((await metadataOf(client, largeId)).download_count).toBe(0)
      },
    })
  )

hostileTable(
  'clients that do not read',
  [
    {
      id: 'S3',
      sentence: 'a download that nobody takes is cut off, uncounted, and holds no memory meanwhile',
      atOnce: true,
      prepare: withLarge,
      inputs: [
        ...atEachAddress('a client that reads nothing', async () => {}),
        ...atEachAddress('a client that reads the head alone', async (connection) => {
          await connection.head()
        }),
        ...atEachAddress('a client that stops after a megabyte', async (connection) => {
          await connection.head()
          await connection.take(mebibyte)
        }),
        ...atEachAddress('a client that reads a byte at a time', async (connection) => {
          await connection.head()
          for (let taken = 0; taken < 10; taken++) {
            await connection.take(1)
            // The pace of the attack.
            await pause(20)
          }
        }),
        ...atEachAddress(
          'a client that has closed its side and reads nothing',
          async (connection) => {
            connection.halfClose()
          }
        ),
      ],
    },
  ],
  { WRITE_IDLE_TIMEOUT: '1s' }
)
