import { open, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { expectError, metadataOf, upload } from '../support/doors.js'
import { cannotMount, cannotTrace, injectFault, mountMemory } from '../support/machine.js'
import { ServerProcess } from '../support/server-process.js'
import type { Suite } from '../support/suite.js'
import {
  atEach,
  type BodyEntry,
  bodyEntries,
  bodyHead,
  bodyOf,
  chunkOf,
  withScratch,
} from './support/entries.js'
import { hostileServers } from './support/own-server.js'
import { hostileTable, type Input, type Place } from './support/table.js'
import type { Target } from './support/target.js'

const mebibyte = 1024 * 1024
const blockSize = 4096
const block = chunkOf(Buffer.alloc(mebibyte, 'full'))

/** A disk of 16 MiB with few inodes, of which nothing is kept back. */
const small: Place = {
  cannot: cannotMount,
  prepare: async (dataDir) => mountMemory(dataDir, 'size=16m,nr_inodes=60,mode=700'),
}
// Small contents have no file at first that could fail.
const settings = { MIN_FREE_SPACE: '0', SMALL_FILE_SIZE: '0' }
const logs = /^error INSUFFICIENT_STORAGE request failed$/

/** Uses up the disk, to the last byte; gives what frees it. */
async function fill(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'filler')
  const file = await open(path, 'w')
  try {
    for (;;) await file.write(Buffer.alloc(4096))
  } catch (error) {
    expect(error).toHaveProperty('code', 'ENOSPC')
  } finally {
    await file.close()
  }
  expect((await statfs(dataDir)).bavail).toBe(0)
  return () => rm(path)
}

/** Uses up the inodes; gives what frees them. */
async function fillInodes(dataDir: string): Promise<() => Promise<void>> {
  const paths: string[] = []
  try {
    for (let number = 0; ; number++) {
      const path = join(dataDir, `filler-${number}`)
      await writeFile(path, '')
      paths.push(path)
    }
  } catch (error) {
    expect(error).toHaveProperty('code', 'ENOSPC')
  }
  return async () => {
    for (const path of paths) await rm(path)
  }
}

/** Sends more than the disk holds, of which nothing is announced. */
async function sendTooMuch(target: Target, entry: BodyEntry): Promise<void> {
  const { client, file } = target
  const connection = await client.open()
  await connection.send(bodyHead(entry, { host: client.host, id: file.file_id }))
  if (entry.open !== '') await connection.send(chunkOf(entry.open))
  const sending = (async () => {
    for (let sent = 0; sent < 24; sent++) if (!(await connection.send(block))) return
  })()
  const answer = await connection.answer(entry.method)
  await sending
  connection.close()
  await expectFull(target, entry, answer)
}

async function expectFull(
  { client, file, suite }: Target,
  entry: BodyEntry,
  answer: Awaited<ReturnType<typeof client.get>>
): Promise<void> {
  client.check(entry.method, entry.path(file.file_id), answer)
  expectError(answer, entry.door, 507, 'INSUFFICIENT_STORAGE')
  await expect.poll(() => suite.temporaryFiles()).toEqual([])
  expect(await metadataOf(client, file.file_id)).toEqual(file)
}

/** A small upload while something of the disk is used up, and another one once it is free again. */
const whileUsedUp = (
  title: string,
  use: (dataDir: string) => Promise<() => Promise<void>>
): readonly Input[] =>
  atEach(bodyEntries, title, async (target, entry) => {
    const { client, file, suite } = target
    const free = await use(suite.dataDir)
    const request = {
      headers: { 'Content-Type': entry.type },
      body: bodyOf(entry, Buffer.alloc(10_000)),
    }
    const answer = await client.request(entry.method, entry.path(file.file_id), request)
    await expectFull(target, entry, answer)
    await free()
    await expectRoom(target)
  })

async function expectRoom({ client }: Target): Promise<void> {
  const { file_id } = await upload(client, { content: 'room again' })
  expect((await client.get(`/files/${file_id}`)).text).toBe('room again')
  expect((await client.delete(`/files/${file_id}`)).status).toBe(200)
}

/** Bytes that the last block of the journal still has room for. */
async function slack(dataDir: string): Promise<number> {
  const journals = (await readdir(dataDir)).filter((name) => name.startsWith('journal.'))
  const sizes = await Promise.all(journals.map(async (name) => stat(join(dataDir, name))))
  const newest = sizes.sort((a, b) => a.mtimeMs - b.mtimeMs).at(-1)
  return (blockSize - ((newest?.size ?? 0) % blockSize)) % blockSize
}

/** Renames the file until the journal ends where a block does: not even the line of a deletion is short enough then. */
async function fillBlock({ client, suite }: Target, id: string): Promise<void> {
  const rename = async (length: number) => {
    const before = await slack(suite.dataDir)
    const name = 'n'.repeat(length)
    expect((await client.sendJson('PUT', `/files/${id}`, { file_name: name })).status).toBe(200)
    return (before - (await slack(suite.dataDir)) + blockSize) % blockSize
  }
  const line = (await rename(1)) - 1
  for (;;) {
    const left = await slack(suite.dataDir)
    if (left < 60) return
    // Some bytes less: the numbers in a line grow.
    const room = (left > line + 30 ? left : left + blockSize) - 20
    await rename(Math.floor(room / Math.ceil(room / (line + 240))) - line)
  }
}

/** A change that needs a line of the journal and nothing else, where there is no room for one. */
const journalFull: Input = {
  title: 'no space for a line of the journal: a rename',
  run: (target) =>
    withScratch(target, 'renamed', async ({ file_id: id }) => {
      const { client, suite } = target
      await fillBlock(target, id)
      const free = await fill(suite.dataDir)
      let last = await metadataOf(client, id)
      for (let turn = 0; ; turn++) {
        const answer = await client.sendJson('PUT', `/files/${id}`, { file_name: `name-${turn}` })
        if (answer.status !== 200) {
          expectError(answer, 'files', 507, 'INSUFFICIENT_STORAGE')
          break
        }
        last = await metadataOf(client, id)
      }
      expect(await metadataOf(client, id)).toEqual(last)
      expectError(await client.delete(`/files/${id}`), 'files', 507, 'INSUFFICIENT_STORAGE')
      // Reading goes on, although nothing can be counted.
      expect((await client.get(`/files/${id}`)).text).toBe('renamed')
      await free()
      expect(await metadataOf(client, id)).toEqual(last)
      await client.get(`/files/${id}`)
      expect((await metadataOf(client, id)).download_count).toBe(last.download_count + 1)
    }),
}

/** The quota of a user cannot be set everywhere: the kernel is made to say that it is used up. */
const quotaUsedUp: readonly Input[] = atEach(
  bodyEntries,
  'a quota used up',
  async (target, entry) => {
    const { client, file, suite } = target
    const connection = await client.open()
    // More than is taken in as a whole before it is written.
    const size = 200_000
    const body = bodyOf(entry, Buffer.alloc(size))
    const half = entry.open.length + size / 2
    await connection.send(bodyHead(entry, { host: client.host, id: file.file_id, size }))
    await connection.send(body.subarray(0, half))
    await expect.poll(async () => (await suite.temporaryFiles()).length).toBe(1)
    const [part = ''] = await suite.temporaryFiles()
    const heal = await injectFault({
      pid: suite.server.pid,
      calls: 'write,writev,pwrite64,pwritev,pwritev2',
      instead: 'error=EDQUOT',
      path: join(suite.dataDir, 'tmp', part.split(' ')[0] as string),
    })
    await connection.send(body.subarray(half))
    const answer = await connection.answer(entry.method)
    connection.close()
    await heal()
    await expectFull(target, entry, answer)
    await expectRoom(target)
  }
)

hostileTable(
  'a disk that is full',
  [
    {
      id: 'D1',
      sentence:
        'is 507 for every upload, which leaves nothing, and all is well once there is room again',
      logs,
      inputs: [
        ...atEach(bodyEntries, 'no space for a content', sendTooMuch),
        ...whileUsedUp('no space from the beginning', fill),
        ...whileUsedUp('no inode', fillInodes),
        journalFull,
      ],
    },
  ],
  settings,
  small
)

hostileTable(
  'a quota that is used up',
  [
    {
      id: 'D1 quota',
      sentence: 'is 507 for every upload, which leaves nothing, and all is well once it is raised',
      logs,
      cannot: cannotTrace,
      inputs: quotaUsedUp,
    },
  ],
  settings
)

/** Fills the disk and changes a file until the journal has no room: what it took is all there later. */
async function fillJournal(suite: Suite): Promise<() => Promise<void>> {
  const { client } = suite
  const { file_id } = await upload(client, { content: 'kept' })
  const free = await fill(suite.dataDir)
  for (;;) {
    const answer = await client.sendJson('PUT', `/files/${file_id}`, { file_name: 'renamed' })
    if (answer.status !== 200) break
  }
  return free
}

hostileServers('a server that ends on a full disk', [
  {
    id: 'D1 end',
    sentence: 'keeps the metadata that it has, and the next one finds every change it acknowledged',
    inputs: [
      {
        title: 'no space for a line of the journal, then SIGKILL',
        settings,
        ...small,
        logs,
        run: async (suite) => {
          const free = await fillJournal(suite)
          const before = await suite.list()
          await suite.server.kill()
          await free()
          await suite.restart(settings)
          expect(await suite.list()).toEqual(before)
          expect((await suite.client.get(`/files/${before[0]?.file_id}`)).text).toBe('kept')
        },
      },
      {
        title: 'no space for the snapshot at the end, and none at the next start either',
        settings,
        ...small,
        logs,
        run: async (suite) => {
          const free = await fillJournal(suite)
          const before = await suite.list()
          expect(await suite.server.stop()).toEqual({ code: 0, signal: null })
          expect(
            suite.server.log.some(({ msg }) => /snapshot could not be/.test(String(msg)))
          ).toBe(true)
          await rm(join(suite.dataDir, 'filler'))
          await suite.restart(settings)
          expect(await suite.list()).toEqual(before)
          await suite.server.stop()
          await fill(suite.dataDir)
          const start = ServerProcess.launch({ DATA_DIR: suite.dataDir, ...settings })
          expect(await start.refused()).toEqual({ code: 74, signal: null })
          expect(start.output()).toMatch(/^The data directory \S+ cannot be used: ENOSPC/)
          await free()
          await suite.restart(settings)
          expect(await suite.list()).toEqual(before)
        },
      },
    ],
  },
])
