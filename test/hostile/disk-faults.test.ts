import { chmod, chown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { type DoorName, expectError, metadataOf, upload, uploadBy } from '../support/doors.js'
import {
  cannotBeNobody,
  cannotMount,
  cannotTrace,
  injectFault,
  mountReadOnly,
  unmount,
} from '../support/machine.js'
import { ServerProcess } from '../support/server-process.js'
import type { Suite } from '../support/suite.js'
import { type BodyEntry, bodyEntries, bodyHead, bodyOf, downloadPaths } from './support/entries.js'
import { hostileServers, type OwnServerInput } from './support/own-server.js'

const writes = 'write,writev,pwrite64,pwritev,pwritev2'
const reads = 'read,readv,pread64,preadv,preadv2'
const unavailable = /^error STORE_UNAVAILABLE request failed$/

const send = ({ client }: Suite, entry: BodyEntry, id: string): Promise<Answer> =>
  client.request(entry.method, entry.path(id), {
    headers: { 'Content-Type': entry.type },
    body: bodyOf(entry, 'new bytes'),
  })

/** Every entry answers this and changes nothing, and what is there can still be read. */
async function expectRefused(suite: Suite, id: string, code: string): Promise<void> {
  const { client } = suite
  const before = await metadataOf(client, id)
  for (const entry of bodyEntries) {
    const answer = await send(suite, entry, id)
    expectError(answer, entry.door, 503, code)
    expect(answer.get('retry-after')).toMatch(/^\d+$/)
  }
  expect(await metadataOf(client, id)).toEqual(before)
  expect((await client.get('/livez')).status).toBe(200)
  expect((await client.get(`/files/${id}`)).status).toBe(200)
}

async function expectTaken(suite: Suite): Promise<void> {
  const { client } = suite
  for (const entry of bodyEntries) {
    const { file_id } = await upload(client)
    expect((await send(suite, entry, file_id)).status, entry.title).toBe(entry.success)
  }
  expect((await client.get('/readyz')).status).toBe(200)
}

const journalOf = async ({ dataDir }: Suite): Promise<string> => {
  const names = (await readdir(dataDir)).filter((name) => /^journal\.\d+\.log$/.test(name))
  return join(dataDir, names.sort().at(-1) as string)
}

const unwritable: readonly OwnServerInput[] = ['tmp', 'content'].map((name) => ({
  title: `${name} on a file system that became read-only, over every entry`,
  sends: bodyEntries.length,
  logs: unavailable,
  cannot: cannotMount,
  run: async (suite) => {
    const { file_id } = await upload(suite.client)
    const path = join(suite.dataDir, name)
    mountReadOnly(path)
    await expectRefused(suite, file_id, 'STORE_UNAVAILABLE')
    if (name === 'tmp') expect((await suite.client.get('/readyz')).status).toBe(503)
    unmount(path)
    await expectTaken(suite)
  },
}))

/** The journal is open already, so nothing but its file system itself could refuse what is written to it. */
const journalRefuses: readonly OwnServerInput[] = ['EROFS', 'EACCES'].map((code) => ({
  title: `a journal that cannot be written (${code}), over every entry`,
  sends: bodyEntries.length,
  logs: unavailable,
  cannot: cannotTrace,
  run: async (suite) => {
    const { file_id } = await upload(suite.client)
    const heal = await injectFault({
      pid: suite.server.pid,
      calls: writes,
      instead: `error=${code}`,
      path: await journalOf(suite),
    })
    await expectRefused(suite, file_id, 'STORE_UNAVAILABLE')
    await heal()
    await expectTaken(suite)
  },
}))

const dropRoot = fileURLToPath(new URL('./fixtures/drop-root.mjs', import.meta.url))
const isRoot = process.getuid?.() === 0
const asNobody = isRoot ? { NODE_OPTIONS: `--import=${dropRoot}` } : {}
const nobody = 65_534

const forNobody = {
  settings: asNobody,
  cannot: cannotBeNobody,
  prepare: async (dataDir: string) => {
    if (isRoot) await chown(dataDir, nobody, nobody)
  },
}

const forbidden: readonly OwnServerInput[] = ['tmp', 'content'].map((name) => ({
  ...forNobody,
  title: `${name} that became forbidden, over every entry`,
  sends: bodyEntries.length,
  logs: unavailable,
  run: async (suite) => {
    const { file_id } = await upload(suite.client)
    const path = join(suite.dataDir, name)
    await chmod(path, 0o500)
    await expectRefused(suite, file_id, 'STORE_UNAVAILABLE')
    await chmod(path, 0o700)
    await expectTaken(suite)
  },
}))

/** What the server needs to have, with what it has to be to stop a start. */
const needed: readonly (readonly [string, (suite: Suite) => Promise<string>, number])[] = [
  ['the data directory', async ({ dataDir }) => dataDir, 0o500],
  ['content', async ({ dataDir }) => join(dataDir, 'content'), 0o000],
  ['content, to be written', async ({ dataDir }) => join(dataDir, 'content'), 0o500],
  ['tmp', async ({ dataDir }) => join(dataDir, 'tmp'), 0o000],
  ['tmp, to be written', async ({ dataDir }) => join(dataDir, 'tmp'), 0o500],
  ['metadata.json', async ({ dataDir }) => join(dataDir, 'metadata.json'), 0o000],
  ['the journal', journalOf, 0o000],
  ['the journal, to be written', journalOf, 0o400],
]

const refusesToStart: OwnServerInput = {
  ...forNobody,
  title: `a start without the right to ${needed.map(([title]) => title).join('; ')}`,
  sends: needed.length,
  run: async (suite) => {
    await upload(suite.client)
    const before = await suite.list()
    await suite.server.stop()
    for (const [title, find, mode] of needed) {
      const path = await find(suite)
      const usual = (await stat(path)).mode
      await chmod(path, mode)
      const start = ServerProcess.launch({ DATA_DIR: suite.dataDir, ...asNobody })
      const exit = await start.refused()
      await chmod(path, usual)
      expect(exit, `${title}: ${start.output()}`).toEqual({ code: 74, signal: null })
      expect(start.output()).toMatch(/^The data directory \S+ cannot be used: EACCES/)
      expect(start.output()).not.toMatch(/\n\s+at /)
    }
    await suite.restart(asNobody)
    expect(await suite.list()).toEqual(before)
  },
}

const doors = ['files', 'share', 'named'] as const
const large = Buffer.alloc(16 * 1024 * 1024, 'large')

/** The path of the one content that is there. */
async function contentPath(suite: Suite): Promise<string> {
  const [name = '', ...others] = await suite.contentFiles()
  expect(others).toEqual([])
  return join(suite.dataDir, 'content', name.split(' ')[0] as string)
}

interface ReadFault {
  readonly title: string
  readonly instead: string
  readonly status: 500 | 503
  readonly code: string
}

const readFaults: readonly ReadFault[] = [
  { title: 'an error of the disk', instead: 'error=EIO', status: 503, code: 'STORE_UNAVAILABLE' },
  { title: 'bytes that are not there', instead: 'retval=0', status: 500, code: 'CONTENT_MISSING' },
]

const unreadable = ({ title, instead, status, code }: ReadFault): readonly OwnServerInput[] => [
  {
    title: `${title} before the first byte, over every address`,
    sends: doors.length,
    logs: new RegExp(`^error ${code} request failed$`),
    cannot: cannotTrace,
    run: async (suite) => {
      const { client } = suite
      const id = await uploadBy(client, 'form', { content: 'unreadable', name: 'a.bin' })
      const path = await contentPath(suite)
      const heal = await injectFault({ pid: suite.server.pid, calls: reads, instead, path })
      for (const [index, address] of downloadPaths(id, 'a.bin').entries()) {
        expectError(await client.get(address), doors[index] as DoorName, status, code)
      }
      // That the 500 among them are 500 is what was asked for.
      client.takeMismatches()
      await heal()
      expect((await client.get(`/files/${id}`)).text).toBe('unreadable')
      expect((await metadataOf(client, id)).download_count).toBe(1)
    },
  },
  {
    title: `${title} in the middle, over every address`,
    sends: doors.length,
    logs: /^error/,
    cannot: cannotTrace,
    run: async (suite) => {
      const { client } = suite
      const id = await uploadBy(client, 'form', { content: large, name: 'a.bin' })
      const path = await contentPath(suite)
      for (const address of downloadPaths(id, 'a.bin')) {
        const connection = await client.open()
        await connection.send(requestHead('GET', address, { Host: client.host }))
        expect((await connection.head()).status).toBe(200)
        const heal = await injectFault({ pid: suite.server.pid, calls: reads, instead, path })
        const outcome = await connection.take(large.length).then(
          () => 'whole',
          () => 'broken'
        )
        expect(outcome).toBe('broken')
        await heal()
      }
      expect((await metadataOf(client, id)).download_count).toBe(0)
    },
  },
]

/** Of a content, and of the journal: what was written of a line may be there or not, so the store has had enough. */
const unwritten: readonly OwnServerInput[] = [
  {
    title: 'an error of the disk while a content is written, over every entry',
    sends: bodyEntries.length,
    logs: unavailable,
    cannot: cannotTrace,
    run: async (suite) => {
      const { client } = suite
      const file = await upload(client, { content: 'before' })
      for (const entry of bodyEntries) {
        const body = bodyOf(entry, large)
        const half = Math.floor(body.length / 2)
        const connection = await client.open()
        const head = bodyHead(entry, { host: client.host, id: file.file_id, size: large.length })
        await connection.send(head)
        void connection.send(body.subarray(0, half))
        await expect.poll(async () => (await suite.temporaryFiles()).length).toBe(1)
        const [part = ''] = await suite.temporaryFiles()
        const path = join(suite.dataDir, 'tmp', part.split(' ')[0] as string)
        const { pid } = suite.server
        const heal = await injectFault({ pid, calls: writes, instead: 'error=EIO', path })
        void connection.send(body.subarray(half))
        const answer = await connection.answer(entry.method)
        connection.close()
        expect((await client.get(`/files/${file.file_id}`)).text).toBe('before')
        await heal()
        client.check(entry.method, entry.path(file.file_id), answer)
        expectError(answer, entry.door, 503, 'STORE_UNAVAILABLE')
        await expect.poll(() => suite.temporaryFiles()).toEqual([])
      }
      expect(await metadataOf(client, file.file_id)).toMatchObject({ revision: 1, file_size: 6 })
      await expectTaken(suite)
    },
  },
  {
    title: 'an error of the disk while a line of the journal is written',
    settings: { ON_STORE_FAILURE: 'readonly' },
    logs: /^(error (STORE_UNAVAILABLE|DURABILITY_UNKNOWN) request failed|fatal )/,
    cannot: cannotTrace,
    run: async (suite) => {
      const { file_id } = await upload(suite.client, { content: 'before' })
      const heal = await injectFault({
        pid: suite.server.pid,
        calls: writes,
        instead: 'error=EIO',
        path: await journalOf(suite),
      })
      const answer = await suite.client.sendJson('PUT', `/files/${file_id}`, { file_name: 'after' })
      await heal()
      expectError(answer, 'files', 503, 'DURABILITY_UNKNOWN')
      await expectRefused(suite, file_id, 'STORE_UNAVAILABLE')
      await suite.server.stop()
      await suite.restart()
      expect((await suite.client.get(`/files/${file_id}`)).text).toBe('before')
      await expectTaken(suite)
    },
  },
]

interface SyncFault {
  readonly title: string
  readonly calls: string
  readonly path?: (suite: Suite) => Promise<string>
  /** The code of the change that met the failure; those behind it are STORE_UNAVAILABLE. */
  readonly code: string
}

const syncFaults: readonly SyncFault[] = [
  { title: 'of a content', calls: 'fdatasync', code: 'STORE_UNAVAILABLE' },
  {
    title: 'of the directory of the contents',
    calls: 'fsync',
    path: async ({ dataDir }) => join(dataDir, 'content'),
    code: 'STORE_UNAVAILABLE',
  },
  { title: 'of the journal', calls: 'fdatasync', path: journalOf, code: 'DURABILITY_UNKNOWN' },
]

/** Meets the failure with one upload. The disk works again right after it: that must make no difference. */
async function failOneSync(suite: Suite, fault: SyncFault, entry: BodyEntry, id: string) {
  const { client } = suite
  const path = await fault.path?.(suite)
  const heal = await injectFault({
    pid: suite.server.pid,
    calls: fault.calls,
    instead: 'error=EIO',
    ...(path !== undefined && { path }),
  })
  const connection = await client.open()
  await connection.send(bodyHead(entry, { host: client.host, id, size: 9 }))
  await connection.send(bodyOf(entry, 'new bytes'))
  const answer = await connection.answer(entry.method)
  connection.close()
  await heal()
  client.check(entry.method, entry.path(id), answer)
  expectError(answer, entry.door, 503, fault.code)
}

const readonly = { ON_STORE_FAILURE: 'readonly', SMALL_FILE_SIZE: '0' }

const logsOfFaults = /^(error (STORE_UNAVAILABLE|DURABILITY_UNKNOWN) request failed|fatal )/

const neverAgain = (fault: SyncFault): OwnServerInput => ({
  title: `a failed sync ${fault.title}, over every entry`,
  sends: bodyEntries.length,
  settings: readonly,
  logs: logsOfFaults,
  cannot: cannotTrace,
  run: async (suite) => {
    for (const entry of bodyEntries) {
      const file = await upload(suite.client, { content: 'before' })
      await failOneSync(suite, fault, entry, file.file_id)
      await expectRefused(suite, file.file_id, 'STORE_UNAVAILABLE')
      const { client } = suite
      const gone = await client.delete(`/files/${file.file_id}`)
      expectError(gone, 'files', 503, 'STORE_UNAVAILABLE')
      expect((await client.get('/readyz')).status).toBe(503)
      expect(suite.server.log.filter(({ level }) => Number(level) >= 60).length).toBeGreaterThan(0)
      await suite.server.stop()
      await suite.restart(readonly)
      const { file_size, revision } = await metadataOf(suite.client, file.file_id)
      // What was not acknowledged happened wholly or not at all.
      expect(['6 1', '9 2']).toContain(`${file_size} ${revision}`)
    }
    await expectTaken(suite)
  },
})

hostileServers(
  'a disk with faults',
  [
    {
      id: 'D2',
      sentence:
        'is 503 while it lasts and no start at all, and all is well once it can be written again',
      inputs: [...unwritable, ...journalRefuses, ...forbidden, refusesToStart],
    },
    {
      id: 'D3',
      sentence: 'gives an error or a broken connection where it cannot read, never a short answer',
      inputs: readFaults.flatMap(unreadable),
    },
    {
      id: 'D3 write',
      sentence: 'is 503 where it cannot write, while what is there is read, and takes nothing away',
      inputs: unwritten,
    },
    {
      id: 'D4',
      sentence:
        'that failed to sync once acknowledges nothing more until the next start has read it',
      inputs: [
        ...syncFaults.map(neverAgain),
        ...syncFaults.map(
          (fault): OwnServerInput => ({
            title: `a failed sync ${fault.title}, with ON_STORE_FAILURE=exit`,
            ends: true,
            logs: logsOfFaults,
            cannot: cannotTrace,
            run: async (suite) => {
              const { file_id } = await upload(suite.client)
              await failOneSync(suite, fault, bodyEntries[0] as BodyEntry, file_id)
              expect(await suite.server.exited).toEqual({ code: 74, signal: null })
            },
          })
        ),
      ],
    },
  ],
  // Small contents have no file at first that could fail; the spool is in test/crash/fault-sweep.
  { SMALL_FILE_SIZE: '0' }
)
