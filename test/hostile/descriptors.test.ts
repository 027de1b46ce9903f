import { expect } from 'vitest'
import { requestHead } from '../support/client.js'
import type { Connection } from '../support/connection.js'
import { type DoorName, expectError, metadataOf, upload, uploadBy } from '../support/doors.js'
import { cannotLimit, limitDescriptors } from '../support/machine.js'
import { openDescriptors } from '../support/process-facts.js'
import {
  atEach,
  type BodyEntry,
  bodyEntries,
  bodyHead,
  bodyOf,
  downloadPaths,
} from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const plenty = 4096
/** Fewer than any server has in use. */
const none = 10

/** Has the server answer with the descriptors it has, and shows that all is as before once there are some again. */
async function expectUnavailable(
  target: Target,
  request: {
    readonly connection: Connection
    readonly method: string
    readonly path: string
    readonly bytes: string | Buffer
    readonly door: DoorName
  }
): Promise<void> {
  const { client, suite } = target
  const { connection, method, path, bytes, door } = request
  limitDescriptors(suite.server.pid, none)
  try {
    await connection.send(bytes)
    const answer = await connection.answer(method)
    client.check(method, path, answer)
    expectError(answer, door, 503, 'STORE_UNAVAILABLE')
    expect(answer.get('retry-after')).toMatch(/^\d+$/)
    expect(answer.text).not.toMatch(/EMFILE|open files/)
  } finally {
    limitDescriptors(suite.server.pid, plenty)
    connection.close()
  }
  expect((await client.get('/readyz')).status).toBe(200)
  const id = (await upload(client, { content: 'after' })).file_id
  expect((await client.get(`/files/${id}`)).text).toBe('after')
  expect((await client.delete(`/files/${id}`)).status).toBe(200)
}

/** More than is taken in as a whole before it is written. */
const large = Buffer.alloc(100_000)

/** They run out when an upload is on its way: with those it has it cannot be stored. */
async function duringUpload(target: Target, entry: BodyEntry): Promise<void> {
  const { client, suite, file } = target
  const body = bodyOf(entry, large)
  const connection = await client.open()
  const size = large.length
  await connection.send(bodyHead(entry, { host: client.host, id: file.file_id, size }))
  await connection.send(body.subarray(0, -1))
  await expect.poll(async () => (await suite.temporaryFiles()).length).toBe(1)
  const path = entry.path(file.file_id)
  await expectUnavailable(target, { ...entry, connection, path, bytes: body.subarray(-1) })
}

/** A connection on which requests have been answered already: it needs no descriptor any more. */
async function settledConnection({ client }: Target): Promise<Connection> {
  const connection = await client.open()
  await connection.send(requestHead('GET', '/livez', { Host: client.host }))
  expect((await connection.answer()).status).toBe(200)
  return connection
}

async function beforeUpload(target: Target, entry: BodyEntry): Promise<void> {
  const { client, file } = target
  const head = bodyHead(entry, { host: client.host, id: file.file_id, size: 4 })
  const bytes = Buffer.concat([Buffer.from(head), bodyOf(entry, 'more')])
  const connection = await settledConnection(target)
  await expectUnavailable(target, { ...entry, connection, path: entry.path(file.file_id), bytes })
}

const beforeDownload = (address: string, index: number): Input => ({
  title: `none left when a download is asked for, GET ${address}`,
  run: async (target) => {
    const { client } = target
    const id = await uploadBy(client, 'form', { content: 'published', name: 'a.bin' })
    const path = downloadPaths(id, 'a.bin')[index] as string
    const connection = await settledConnection(target)
    const bytes = requestHead('GET', path, { Host: client.host })
    const door = (['files', 'share', 'named'] as const)[index] as DoorName
    await expectUnavailable(target, { connection, method: 'GET', path, bytes, door })
    expect((await metadataOf(client, id)).download_count).toBe(0)
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
  },
})

hostileTable(
  'a server without descriptors',
  [
    {
      id: 'S9',
      sentence:
        'answers 503 or not at all, stores nothing by halves and goes on once it has some again',
      logs: /^error STORE_UNAVAILABLE request failed$/,
      cannot: cannotLimit,
      inputs: [
        ...atEach(bodyEntries, 'none left while an upload comes in', duringUpload),
        ...atEach(bodyEntries, 'none left when an upload begins', beforeUpload),
        ...downloadPaths('{id}', '{name}').map(beforeDownload),
        {
          title: '200 idle connections where 64 descriptors are allowed',
          run: async ({ client, suite }) => {
            const { pid } = suite.server
            const before = await openDescriptors(pid)
            limitDescriptors(pid, 64)
            const idle = await Promise.all(Array.from({ length: 200 }, () => client.open()))
            await expect.poll(() => openDescriptors(pid)).toBeGreaterThanOrEqual(63)
            for (const connection of idle) connection.reset()
            await expect.poll(() => openDescriptors(pid)).toBeLessThanOrEqual(before + 2)
            expect((await client.get('/livez')).status).toBe(200)
            limitDescriptors(pid, plenty)
          },
        },
      ],
    },
  ],
  // Small contents have no file at first.
  { SMALL_FILE_SIZE: '0' }
)
