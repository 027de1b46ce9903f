import { createHash } from 'node:crypto'
import { cp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson, launchAdmin } from '../support/command.js'
import {
  recordsOf,
  type StoredRecord,
  snapshotOf,
  startsOn,
  tempDir,
  useStore,
} from '../support/data-dir.js'
import { metadataOf, upload } from '../support/doors.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer, type Suite } from '../support/suite.js'

interface BackedUp {
  readonly files: number
  readonly bytes: number
  readonly copiedFiles: number
  readonly copiedBytes: number
  readonly faults: readonly Readonly<Record<string, unknown>>[]
}

const backUp = (dataDir: string, directory: string) =>
  adminJson<BackedUp>(dataDir, 'backup', directory)

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Every record of the directory has its content, with the right digest, and there is no other. */
async function expectWhole(directory: string): Promise<StoredRecord[]> {
  const { code, result } = await adminJson(directory, 'verify', '--read-data')
  expect([code, result]).toEqual([0, expect.objectContaining({ problems: [] })])
  return recordsOf(directory)
}

const store = useStore(['precious', Buffer.alloc(300_000, 'x'), 'another', ''])

describe('filedrop admin backup', () => {
  test('makes a directory that a server starts on, with the same files', async () => {
    const { dataDir, files } = await store()
    const directory = join(await tempDir(), 'new', 'backup')
    const before = await snapshotOf(dataDir)
    expect(await backUp(dataDir, directory)).toEqual({
      code: 0,
      result: { files: 4, bytes: 300_015, copiedFiles: 4, copiedBytes: 300_015, faults: [] },
    })
    expect(await snapshotOf(dataDir)).toEqual(before)
    expect(await expectWhole(directory)).toEqual(await recordsOf(dataDir))
    const server = await ServerProcess.start(directory)
    const answer = await fetch(`http://127.0.0.1:${server.port}/files/${files[0]?.file_id}`)
    expect(await answer.text()).toBe('precious')
    await server.stop()
  })

  test('copies only what is new the next time, and drops what no file has any more', async () => {
    const suite = await ownServer()
    const directory = await tempDir()
    const [kept, replaced, deleted] = [
      await upload(suite.client, { content: 'kept' }),
      await upload(suite.client, { content: 'old' }),
      await upload(suite.client, { content: 'deleted' }),
    ]
    await backUp(suite.dataDir, directory)
    const path = join(directory, 'content', kept.file_id)
    await utimes(path, 1, 1)
    const headers = { 'Content-Type': 'text/plain' }
    await suite.client.request('PUT', `/files/${replaced.file_id}/content`, {
      headers,
      body: 'newer',
    })
    await suite.client.delete(`/files/${deleted.file_id}`)
    expect((await backUp(suite.dataDir, directory)).result).toMatchObject({
      files: 2,
      copiedFiles: 1,
      copiedBytes: 5,
    })
    expect((await stat(path)).mtimeMs).toBe(1000)
    expect(await readdir(join(directory, 'content'))).toHaveLength(2)
    const records = await expectWhole(directory)
    expect(records.map(({ sha256: digest }) => digest)).toEqual([sha256('kept'), sha256('newer')])
    expect(await readdir(directory)).toEqual(
      expect.arrayContaining(['BACKUP', 'journal.2.log', 'metadata.json'])
    )
    expect(await readdir(directory)).not.toContain('journal.1.log')
  })

  test('of a file that is damaged says so, and keeps what the last backup has of it', async () => {
    const { dataDir, files } = await store()
    const directory = await tempDir()
    await backUp(dataDir, directory)
    const [first, second, third] = files.map(({ file_id }) => file_id)
    await rm(join(dataDir, 'content', first ?? ''))
    await writeFile(join(dataDir, 'content', second ?? ''), 'short')
    await rm(join(directory, 'content', third ?? ''))
    await writeFile(join(dataDir, 'content', third ?? ''), 'anothet')
    const { code, result } = await backUp(dataDir, directory)
    expect([code, result.faults]).toEqual([
      1,
      [expect.objectContaining({ kind: 'digest-differs' })],
    ])
    expect(await readFile(join(directory, 'content', first ?? ''), 'utf8')).toBe('precious')
    const fresh = await tempDir()
    const all = await backUp(dataDir, fresh)
    expect([all.code, all.result.files, all.result.copiedFiles]).toEqual([1, 4, 1])
    expect(all.result.faults.map(({ kind }) => kind).sort()).toEqual([
      'content-missing',
      'digest-differs',
      'size-differs',
    ])
  })

  test.each([
    ['has something else in it', async (dir: string) => writeFile(join(dir, 'notes.txt'), 'mine')],
    [
      'is a data directory and no backup',
      async (dir: string, dataDir: string) => cp(dataDir, dir, { recursive: true }),
    ],
    [
      'is a backup of another store',
      async (dir: string) => {
        const server = await ServerProcess.start(join(dir, 'other'))
        await server.stop()
        await admin(join(dir, 'other'), 'backup', join(dir, 'made'))
        await cp(join(dir, 'made'), dir, { recursive: true })
      },
    ],
  ])('refuses with 73 a directory that %s, and changes nothing', async (_title, prepare) => {
    const { dataDir } = await store()
    const directory = await tempDir()
    await prepare(directory, dataDir)
    const before = (await readdir(directory, { recursive: true })).sort()
    const { code, stdout, stderr } = await admin(dataDir, 'backup', directory)
    expect([code, stdout]).toEqual([73, ''])
    expect(stderr).toMatch(/^\S+ is [^\n]+\. Nothing in it was changed\.\n$/)
    expect((await readdir(directory, { recursive: true })).sort()).toEqual(before)
  })

  test('refuses a backup that a server has written in since', async () => {
    const { dataDir } = await store()
    const directory = await tempDir()
    await backUp(dataDir, directory)
    const server = await ServerProcess.start(directory)
    expect(await admin(dataDir, 'backup', directory)).toMatchObject({ code: 75 })
    await fetch(`http://127.0.0.1:${server.port}/files/upload`, { method: 'POST', body: 'x' })
    await server.stop()
    expect(await admin(dataDir, 'backup', directory)).toMatchObject({
      code: 73,
      stderr: expect.stringContaining('a server has written in it'),
    })
  })

  test.each([[[]], [['a', 'b']], [['a', '--fast']]])('with %j ends with 64', async (args) => {
    expect((await admin(await tempDir(), 'backup', ...args)).code).toBe(64)
  })

  test('of no store ends with 65 and makes nothing', async () => {
    const directory = join(await tempDir(), 'backup')
    expect((await admin(await tempDir(), 'backup', directory)).code).toBe(65)
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

interface Written {
  readonly writer: number
  readonly turn: number
  /** Those that were acknowledged, the newest last. */
  readonly digests: string[]
  changing: boolean
}

/** Uploads, replaces and deletes until it is told to stop; what is acknowledged goes into the history. */
class Writers {
  readonly files = new Map<string, Written>()
  changes = 0
  #running = true
  readonly #ended: Promise<unknown>

  constructor(
    private readonly suite: Suite,
    count: number
  ) {
    this.#ended = Promise.all(Array.from({ length: count }, (_, writer) => this.#work(writer)))
  }

  async stop(): Promise<void> {
    this.#running = false
    await this.#ended
  }

  /** What must be in a backup that begins now: acknowledged, and nothing begun that could change it. */
  settled(): Map<string, string> {
    const settled = [...this.files].filter(([, { changing }]) => !changing)
    return new Map(settled.map(([id, { digests }]) => [id, digests.at(-1) ?? '']))
  }

  /** A writer does one thing after the other: beside what it made last, all that it did before must be seen. */
  expectSequence(records: ReadonlyMap<string, StoredRecord>): void {
    const last = new Map<number, number>()
    for (const id of records.keys()) {
      const { writer, turn } = this.files.get(id) as Written
      last.set(writer, Math.max(turn, last.get(writer) ?? 0))
    }
    for (const [id, { writer, turn, digests }] of this.files) {
      if (turn >= (last.get(writer) ?? 0)) continue
      expect(records.get(id)?.sha256, id).toBe(turn % 3 === 2 ? undefined : digests.at(-1))
    }
  }

  async #work(writer: number): Promise<void> {
    const { client } = this.suite
    for (let turn = 0; this.#running; turn++) {
      const content = `writer ${writer} turn ${turn} `.repeat(1 + (turn % 7) * 200)
      const { file_id } = await upload(client, { content })
      const file: Written = { writer, turn, digests: [sha256(content)], changing: false }
      this.files.set(file_id, file)
      if (turn % 3 === 1) {
        file.changing = true
        const body = `${content} replaced`
        const headers = { 'Content-Type': 'text/plain' }
        await client.request('PUT', `/files/${file_id}/content`, { headers, body })
        file.digests.push(sha256(body))
        file.changing = false
      }
      if (turn % 3 === 2) {
        file.changing = true
        await client.delete(`/files/${file_id}`)
      }
      this.changes++
    }
  }
}

describe('a backup under 8 concurrent writers', () => {
  test('is one state of the store: whole, and with all that was acknowledged before', async () => {
    const suite = await ownServer()
    const directory = await tempDir()
    const writers = new Writers(suite, 8)
    try {
      await expect.poll(() => writers.changes, { timeout: 60_000 }).toBeGreaterThan(40)
      for (let round = 0; round < 3; round++) {
        const settled = writers.settled()
        const { code } = await backUp(suite.dataDir, directory)
        expect(code).toBe(0)
        const records = new Map(
          (await expectWhole(directory)).map((record) => [record.id, record] as const)
        )
        for (const [id, digest] of settled) {
          const file = writers.files.get(id)
          if (file?.changing || file?.digests.at(-1) !== digest) continue
          expect(records.get(id)?.sha256, id).toBe(digest)
        }
        writers.expectSequence(records)
      }
    } finally {
      await writers.stop()
    }
    await backUp(suite.dataDir, directory)
    const live = await suite.list()
    await suite.server.stop()
    const copy = await ServerProcess.start(directory)
    const list = await (await fetch(`http://127.0.0.1:${copy.port}/files`)).json()
    await copy.stop()
    expect(list).toEqual(live)
  }, 180_000)

  test('that is killed at any point leaves the old backup or the new one', async () => {
    const suite = await ownServer()
    const directory = await tempDir()
    const first = await upload(suite.client, { content: 'first' })
    await backUp(suite.dataDir, directory)
    let known = 1
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 60; i++) await upload(suite.client, { content: `${round} ${i}` })
      const { child, ended } = launchAdmin(suite.dataDir, 'backup', directory)
      const enough = known + round * 11
      const copied = async () => (await readdir(join(directory, 'content'))).length
      await expect
        .poll(async () => child.exitCode !== null || (await copied()) >= enough, {
          interval: 1,
          timeout: 60_000,
        })
        .toBe(true)
      child.kill('SIGKILL')
      await ended
      const looked = await tempDir()
      await cp(directory, looked, { recursive: true })
      expect(await startsOn(looked)).toBe('starts')
      const now = (await expectWhole(looked)).length
      expect([known, 1 + (round + 1) * 60]).toContain(now)
      known = now
    }
    expect((await backUp(suite.dataDir, directory)).code).toBe(0)
    expect(await expectWhole(directory)).toHaveLength(361)
    expect(await metadataOf(suite.client, first.file_id)).toEqual(first)
  }, 180_000)

  test('that did not end may leave any number of contents without a record', async () => {
    const { dataDir } = await store()
    const marker = { format: 1, storeId: 'x', at: '' }
    for (let i = 0; i < 101; i++) await writeFile(join(dataDir, 'content', `stranger-${i}`), 'x')
    await writeFile(join(dataDir, 'BACKUP'), JSON.stringify({ ...marker, state: 'complete' }))
    expect(await startsOn(dataDir)).toBe(65)
    await writeFile(join(dataDir, 'BACKUP'), JSON.stringify({ ...marker, state: 'running' }))
    expect(await startsOn(dataDir)).toBe('starts')
    expect(await expectWhole(dataDir)).toHaveLength(4)
  })

  test('that has only begun is refused by a server, which takes it for no new store', async () => {
    const directory = await tempDir()
    const marker = { format: 1, storeId: 'x', state: 'running', at: '' }
    await writeFile(join(directory, 'BACKUP'), JSON.stringify(marker))
    expect(await startsOn(directory)).toBe(65)
    expect(await readdir(directory)).toEqual(['BACKUP'])
  })

  test('is alone in its directory: a second one is refused with 75', async () => {
    const suite = await ownServer()
    const directory = await tempDir()
    for (let i = 0; i < 3; i++) {
      await upload(suite.client, { content: Buffer.alloc(30_000_000, `${i}`) })
    }
    const first = launchAdmin(suite.dataDir, 'backup', directory)
    await expect.poll(() => readdir(directory), { interval: 1, timeout: 60_000 }).toContain('LOCK')
    // Held fast, so that it is still there when the second one comes.
    first.child.kill('SIGSTOP')
    const second = await admin(suite.dataDir, 'backup', directory)
    first.child.kill('SIGCONT')
    expect([second.code, second.stdout]).toEqual([75, ''])
    expect(second.stderr).toMatch(/^DIRECTORY_LOCKED [^\n]+\n$/)
    expect((await first.ended).code).toBe(0)
  })
})
