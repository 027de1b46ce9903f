import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { requestHead } from '../support/client.js'
import type { Connection } from '../support/connection.js'
import { metadataOf, upload, uploadBy, uploadedId } from '../support/doors.js'
import type { LogLine } from '../support/server.js'
import type { Suite } from '../support/suite.js'
import type { FileView } from '../support/wire.js'
import { type BodyEntry, bodyEntries, bodyHead, bodyOf, downloadPaths } from './support/entries.js'
import { hostileServers, type OwnServerInput } from './support/own-server.js'

const content = Buffer.alloc(300_000, 'until the end')
/** More than is taken in as a whole before it is written. */
const first = 70_000
/** More than the buffers between a server and a client that does not read can hold. */
const large = Buffer.alloc(20 * 1024 * 1024, 'large')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const isStopping = (line: LogLine) => line.msg === 'shutting down'

interface Running {
  readonly connection: Connection
  readonly entry: BodyEntry
  readonly id: string
  readonly rest: Buffer
}

/** Begins an upload at every entry; each replaces a file of its own where it replaces one. */
async function beginUploads({ client, temporaryFiles }: Suite, suite: Suite): Promise<Running[]> {
  const running: Running[] = []
  for (const entry of bodyEntries) {
    const { file_id: id } = await upload(client, { content: `before ${entry.title}` })
    const connection = await client.open()
    const body = bodyOf(entry, content)
    const head = bodyHead(entry, { host: client.host, id, size: content.length })
    await connection.send(Buffer.concat([Buffer.from(head), body.subarray(0, first)]))
    running.push({ connection, entry, id, rest: body.subarray(first) })
  }
  const parts = async () => (await temporaryFiles.call(suite)).length
  await expect.poll(parts).toBe(bodyEntries.length)
  return running
}

/** Begins a download at every address, of which only the head is read. */
async function beginDownloads({ client }: Suite): Promise<{ id: string; running: Connection[] }> {
  const id = await uploadBy(client, 'form', { content: large, name: 'large.bin' })
  const running: Connection[] = []
  for (const path of downloadPaths(id, 'large.bin')) {
    const connection = await client.open()
    await connection.send(requestHead('GET', path, { Host: client.host }))
    expect((await connection.head()).status).toBe(200)
    running.push(connection)
  }
  return { id, running }
}

/** Tells the server to stop and waits until it has taken notice. */
async function terminate({ server }: Suite): Promise<void> {
  server.signal('SIGTERM')
  await server.logLine(isStopping)
}

async function expectStopped(suite: Suite): Promise<void> {
  expect(await suite.server.exited, suite.server.output()).toEqual({ code: 0, signal: null })
  expect(await suite.temporaryFiles()).toEqual([])
}

const inputs: readonly OwnServerInput[] = [
  {
    title: 'uploads over every entry and downloads over every address that go on',
    sends: 11,
    settings: { SHUTDOWN_GRACE: '60s' },
    run: async (suite) => {
      const uploads = await beginUploads(suite, suite)
      const downloads = await beginDownloads(suite)
      await terminate(suite)
      const stored: string[] = []
      for (const { connection, entry, id, rest } of uploads) {
        await connection.send(rest)
        const answer = await connection.answer(entry.method)
        expect(answer.status, `${entry.title}: ${answer.text}`).toBe(entry.success)
        stored.push(entry.replaces ? id : uploadedId(entry.door, answer))
        expect(await connection.rest()).toHaveLength(0)
      }
      for (const connection of downloads.running) {
        expect(sha256(await connection.take(large.length))).toBe(sha256(large))
        expect(await connection.rest()).toHaveLength(0)
      }
      await expectStopped(suite)
      await suite.restart()
      for (const id of stored) {
        expect((await metadataOf(suite.client, id)).sha256).toBe(sha256(content))
      }
      expect((await metadataOf(suite.client, downloads.id)).download_count).toBe(3)
    },
  },
  {
    title: 'uploads over every entry and downloads over every address that stand still',
    sends: 11,
    settings: { SHUTDOWN_GRACE: '500ms' },
    run: async (suite) => {
      const uploads = await beginUploads(suite, suite)
      const downloads = await beginDownloads(suite)
      const before = await suite.list()
      await terminate(suite)
      await expectStopped(suite)
      for (const { connection } of uploads) {
        await expect(connection.answer()).rejects.toThrow()
      }
      for (const connection of downloads.running) {
        const rest = connection.take(large.length).then(() => 'whole')
        await expect(rest).rejects.toThrow()
      }
      await suite.restart()
      expect(await suite.list()).toEqual(before)
    },
  },
  {
    title: 'connections without a request, with half a head, and kept alive',
    sends: 3,
    settings: { SHUTDOWN_GRACE: '60s' },
    run: async (suite) => {
      const { client } = suite
      const idle = await client.open()
      const half = await client.open()
      await half.send('GET /files HTTP/1.1\r\nHost: loc')
      const kept = await client.open()
      await kept.send(requestHead('GET', '/livez', { Host: client.host }))
      expect((await kept.answer()).status).toBe(200)
      await terminate(suite)
      for (const connection of [idle, half, kept]) {
        expect(await connection.rest().catch(() => Buffer.alloc(0))).toHaveLength(0)
      }
      await expectStopped(suite)
      await suite.restart()
    },
  },
  {
    title: 'requests that come on a connection which is still busy',
    sends: 3,
    settings: { SHUTDOWN_GRACE: '60s' },
    run: async (suite) => {
      const { client } = suite
      const { running } = await beginDownloads(suite)
      await terminate(suite)
      for (const connection of running) {
        const head = bodyHead(bodyEntries[0] as BodyEntry, { host: client.host, id: '', size: 1 })
        await connection.send(`${head}${(bodyEntries[0] as BodyEntry).open}`)
        expect(sha256(await connection.take(large.length))).toBe(sha256(large))
        const late = await connection.answer().catch(() => undefined)
        if (late) {
          expect(late.status).toBe(503)
          expect(late.get('retry-after')).toMatch(/^\d+$/)
          expect(late.get('connection')).toBe('close')
        }
        expect(await connection.rest().catch(() => Buffer.alloc(0))).toHaveLength(0)
      }
      await expectStopped(suite)
      await suite.restart()
    },
  },
  {
    title: '50 clients that upload over every entry without a pause',
    run: async (suite) => {
      const { client } = suite
      const acknowledged = new Set<string>()
      const work = async (worker: number) => {
        for (let turn = worker; ; turn++) {
          const entry = bodyEntries[turn % bodyEntries.length] as BodyEntry
          if (entry.replaces) continue
          const answer = await client.request(entry.method, entry.path(''), {
            headers: { 'Content-Type': entry.type },
            body: bodyOf(entry, `by ${turn}`),
          })
          if (answer.status !== entry.success) return
          acknowledged.add(uploadedId(entry.door, answer))
        }
      }
      const workers = Array.from({ length: 50 }, (_, worker) => work(worker).catch(() => {}))
      await expect.poll(() => acknowledged.size, { timeout: 10_000 }).toBeGreaterThan(200)
      await terminate(suite)
      await Promise.all(workers)
      await expectStopped(suite)
      await suite.restart()
      const listed = new Set((await suite.list()).map((file: FileView) => file.file_id))
      for (const id of acknowledged) expect(listed.has(id), id).toBe(true)
      expect(listed.size).toBe((await suite.contentFiles()).length)
    },
  },
]

hostileServers('a server that is told to stop', [
  {
    id: 'S8',
    sentence:
      'takes nothing new, lets what goes on come to its end, cuts the rest and stores none of it',
    inputs,
  },
])
