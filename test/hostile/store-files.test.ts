import { execFileSync, spawn } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { upload, uploadBy } from '../support/doors.js'
import { cannotMount, mountMemory } from '../support/machine.js'
import { ServerProcess } from '../support/server-process.js'
import type { Suite } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { hostileServers, type OwnServerInput } from './support/own-server.js'
import { stands } from './support/stands.js'
import { expectNoStart } from './support/stored-copy.js'

const precious = 'precious'

/** What the server opens at its start, beside the contents. */
const places = ['content', 'tmp', 'LOCK', 'metadata.json', 'journal.1.log'] as const

const directories: readonly string[] = ['content', 'tmp']

/** A directory is no obstacle where there has to be one. */
const obstacles = (name: string) =>
  stands.filter(([what]) => !(what.startsWith('a directory') && directories.includes(name)))

/** The start refuses every one of them, follows none and changes nothing. */
const misplaced = (name: (typeof places)[number]): OwnServerInput => ({
  title: `${name} in the place of which stands ${obstacles(name)
    .map(([what]) => what)
    .join('; ')}`,
  sends: obstacles(name).length,
  run: async (suite) => {
    await upload(suite.client, { content: precious })
    const before = await suite.list()
    await suite.server.kill()
    const path = join(suite.dataDir, name)
    const kept = `${suite.dataDir}.kept`
    await rename(path, kept)
    for (const [what, put] of obstacles(name)) {
      await put(path)
      const start = ServerProcess.launch({ DATA_DIR: suite.dataDir })
      const exit = await start.refused()
      expect([65, 74, 75], `${what}: ${start.output()}`).toContain(exit.code)
      expect(start.strayLines).toHaveLength(1)
      await rm(path, { recursive: true })
    }
    await rename(kept, path)
    await suite.restart()
    expect(await suite.list()).toEqual(before)
  },
})

/** Starts on a copy of the data directory as it is and expects that it is refused, with this reason. */
async function expectCopyRefused({ dataDir }: Suite, reason: RegExp): Promise<void> {
  const copy = await makeTempDir()
  try {
    await cp(dataDir, copy, { recursive: true })
    const start = ServerProcess.launch({ DATA_DIR: copy })
    expect(await start.refused(), start.output()).toEqual({ code: 75, signal: null })
    expect(start.output()).toMatch(reason)
  } finally {
    await removeDir(copy)
  }
}

hostileServers('what stands in the place of a file', [
  {
    id: 'D8 start',
    sentence: 'stops the start, which neither follows it nor changes anything',
    inputs: [
      ...places.map(misplaced),
      {
        title: 'a data directory behind symbolic links',
        run: async (suite) => {
          await upload(suite.client, { content: precious })
          const before = await suite.list()
          await suite.server.stop()
          const alias = `${suite.dataDir}-alias`
          await symlink(suite.dataDir, alias)
          try {
            const server = await ServerProcess.start(alias)
            expect(await server.stop(), server.output()).toEqual({ code: 0, signal: null })
          } finally {
            await removeDir(alias)
          }
          await suite.restart()
          expect(await suite.list()).toEqual(before)
        },
      },
    ],
  },
  {
    id: 'D9 verify',
    sentence: 'a content that was edited without a change of its size is found by its digest',
    reason: 'held by test/admin/verify.test.ts, with --read-data',
  },
  {
    id: 'D10',
    sentence: 'tmp or content on a file system of its own stops the start',
    inputs: ['tmp', 'content'].map((name) => ({
      title: `${name} on a file system of its own`,
      cannot: cannotMount,
      run: async (suite) => {
        await upload(suite.client, { content: precious })
        const before = await suite.list()
        await suite.server.stop()
        const path = join(suite.dataDir, name)
        await rename(path, `${path}.kept`)
        await mkdir(path)
        mountMemory(path, 'size=1m')
        const start = ServerProcess.launch({ DATA_DIR: suite.dataDir })
        expect(await start.refused(), start.output()).toEqual({ code: 74, signal: null })
        expect(start.output()).toMatch(/must be directories of one file system/)
        execFileSync('umount', [path])
        await rm(path, { recursive: true })
        await rename(`${path}.kept`, path)
        await suite.restart()
        expect(await suite.list()).toEqual(before)
      },
    })),
  },
  {
    id: 'D11',
    sentence:
      'a second process is refused, and a lock that nobody holds any more is not in the way',
    inputs: [
      {
        title: 'a second process, also by another path',
        sends: 2,
        run: async (suite) => {
          const { file_id } = await upload(suite.client, { content: precious })
          const alias = `${suite.dataDir}-alias`
          await symlink(suite.dataDir, alias)
          for (const path of [suite.dataDir, alias]) {
            const second = ServerProcess.launch({ DATA_DIR: path })
            expect(await second.refused(), second.output()).toEqual({ code: 75, signal: null })
            expect(second.output()).toMatch(/^DIRECTORY_LOCKED /)
          }
          await removeDir(alias)
          expect((await suite.client.get(`/files/${file_id}`)).text).toBe(precious)
          expect((await upload(suite.client)).file_size).toBe(13)
        },
      },
      {
        title: 'the lock of a process that was killed',
        run: async (suite) => {
          await upload(suite.client)
          const before = await suite.list()
          await suite.server.kill()
          await suite.restart()
          expect(await suite.list()).toEqual(before)
        },
      },
      {
        title: 'the lock of a process whose id another one has now',
        run: async (suite) => {
          await suite.server.kill()
          const path = join(suite.dataDir, 'LOCK')
          const other = spawn('sleep', ['60'])
          const owner = JSON.parse(await readFile(path, 'utf8')) as object
          await writeFile(path, `${JSON.stringify({ ...owner, pid: other.pid })}\n`)
          await suite.restart()
          other.kill()
        },
      },
      {
        title: 'a copy of a directory that is in use',
        run: async (suite) => {
          await upload(suite.client)
          await expectCopyRefused(suite, /^DIRECTORY_LOCKED \S+: process \d+ is using it/)
        },
      },
    ],
  },
  {
    id: 'D16',
    sentence:
      'a directory that lost its metadata, or all of its contents, is not taken for a new one',
    inputs: [
      {
        title: 'contents without metadata',
        run: async (suite) => {
          await upload(suite.client, { content: precious })
          await suite.server.stop()
          const kept = `${suite.dataDir}.kept`
          await cp(suite.dataDir, kept, { recursive: true })
          for (const name of [
            'metadata.json',
            'metadata.previous.json',
            'journal.1.log',
            'journal.2.log',
          ]) {
            await rm(join(suite.dataDir, name), { force: true })
          }
          await expectNoStart(suite.dataDir, /^STORE_MISSING /, 65)
          await rm(suite.dataDir, { recursive: true })
          await rename(kept, suite.dataDir)
          await suite.restart()
        },
      },
      {
        title: 'a volume that is not there where contents had been',
        logs: /^error CONTENT_MISSING request failed$/,
        run: async (suite) => {
          const id = await uploadBy(suite.client, 'form', { content: precious, name: 'a.bin' })
          await suite.server.stop()
          await rename(join(suite.dataDir, 'content'), `${suite.dataDir}.kept`)
          await suite.restart()
          expect((await suite.client.get(`/files/${id}`)).status).toBe(500)
          suite.client.takeMismatches()
          await suite.server.stop()
          await rm(join(suite.dataDir, 'content'), { recursive: true })
          await rename(`${suite.dataDir}.kept`, join(suite.dataDir, 'content'))
          await suite.restart()
          expect((await suite.client.get(`/files/${id}`)).text).toBe(precious)
        },
      },
    ],
  },
  {
    id: 'D16 init',
    sentence: 'an empty directory is refused unless a new store is asked for',
    reason:
      'an empty directory is where every first start begins; there is no setting that asks for one',
  },
  {
    id: 'D15',
    sentence:
      'a database or an object store that fails is 503 while it lasts and leaves nothing by halves',
    reason: 'there are no stores but the embedded ones',
  },
])
