import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { admin, adminJson } from '../support/command.js'
import {
  parseRecords,
  recordsOf,
  type StoredRecord,
  snapshotOf,
  startsOn,
  useCrashedStore,
} from '../support/data-dir.js'
import { ServerProcess } from '../support/server-process.js'

type Step = Readonly<Record<string, unknown>> & { readonly step: string; readonly needs?: string }
interface Repaired {
  readonly done: boolean
  readonly files: number
  readonly folder: string | null
  readonly steps: readonly Step[]
}

const repair = (dataDir: string, ...flags: readonly string[]) =>
  adminJson<Repaired>(dataDir, 'repair', ...flags)

/** Killed with its first three files in the snapshot and in both journals what came since. */
const store = useCrashedStore()

/** Without permission it lists the steps, says what they need, ends with 1 and changes nothing. */
async function expectRefused(dataDir: string, steps: readonly object[]): Promise<void> {
  const before = await contentOf(dataDir)
  for (const flags of [[], ['--dry-run', '--cut-journal', '--accept-edited', '--drop-missing']]) {
    const { code, result } = await repair(dataDir, ...flags)
    expect([code, result.done, result.folder]).toEqual([1, false, null])
    if (flags.length === 0) expect(result.steps).toMatchObject(steps)
    expect(await contentOf(dataDir)).toEqual(before)
  }
}

/** Bytes and names, without the times: the lock comes and goes. */
async function contentOf(dataDir: string): Promise<Record<string, string>> {
  const rows = Object.entries(await snapshotOf(dataDir))
  return Object.fromEntries(
    rows
      .filter(([path]) => path !== '.' && !path.endsWith('/LOCK'))
      .map(([path, row]) => [path, row.replace(/^\S+ /, '')])
  )
}

/** A server starts on it, and nothing is left to be found. */
async function expectSound(dataDir: string): Promise<StoredRecord[]> {
  expect(await adminJson(dataDir, 'verify', '--read-data')).toMatchObject({
    code: 0,
    result: { problems: [] },
  })
  const records = await recordsOf(dataDir)
  expect(await startsOn(dataDir)).toBe('starts')
  expect(await recordsOf(dataDir)).toEqual(records)
  return records
}

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\n').slice(0, -1)
}

async function scribble(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[40] = (bytes[40] ?? 0) ^ 1
  await writeFile(path, bytes)
}

describe('filedrop admin repair', () => {
  test('has nothing to do in a sound store, and changes nothing', async () => {
    const { dataDir, records } = await store()
    const before = await contentOf(dataDir)
    expect(await repair(dataDir)).toEqual({
      code: 0,
      result: { done: false, files: records.length, folder: null, steps: [] },
    })
    expect(await contentOf(dataDir)).toEqual(before)
  })

  test('leaves a torn last line to the start, which cuts it without a loss', async () => {
    const { dataDir, records, journal } = await store()
    await writeFile(journal, 'deadbeef {"s":9', { flag: 'a' })
    expect((await repair(dataDir)).result.steps).toEqual([])
    expect(await recordsOf(dataDir)).toEqual(records)
  })

  test('cuts a journal at each of its lines to exactly the changes before, with permission', async () => {
    const { journal: path } = await store()
    const lines = await linesOf(path)
    expect(lines.length).toBeGreaterThan(6)
    for (let bad = 1; bad < lines.length; bad += 2) {
      const { dataDir, journal, states, ids } = await store()
      const damaged = lines.map((line, at) => (at === bad ? line.replace('"', "'") : line))
      const original = `${damaged.join('\n')}\n`
      await writeFile(journal, original)
      expect(await startsOn(dataDir)).toBe(65)
      const offset = Buffer.byteLength(`${lines.slice(0, bad).join('\n')}\n`)
      const cut = {
        step: 'cut-journal',
        file: journal,
        offset,
        lines: lines.length - bad,
        unreadable: 1,
      }
      if (bad === 3) {
        await expectRefused(dataDir, [
          { ...cut, needs: 'cutJournal' },
          { step: 'drop-missing', records: [{ id: ids[2] }], needs: 'dropMissing' },
          { step: 'put-aside', contents: [{ size: 3 }] },
        ])
      }
      const { code, result } = await repair(dataDir, '--cut-journal', '--drop-missing')
      expect([code, result.done]).toEqual([0, true])
      expect(result.steps[0]).toMatchObject(cut)
      const given = lines.slice(bad + 1).map((line) => JSON.parse(line.slice(9)))
      expect(result.steps[0]?.changes).toMatchObject(
        given.map(({ o, id, file }) => ({ change: o, id: id ?? file.id }))
      )
      const folder = result.folder ?? ''
      expect(await readFile(join(folder, 'journal.2.log'), 'utf8')).toBe(original)
      const expected = states[bad] ?? []
      const dropped = parseRecords(
        await readFile(join(folder, 'dropped-records.ndjson'), 'utf8').catch(() => '')
      )
      const gone = new Set(dropped.map(({ id }) => id))
      expect(await expectSound(dataDir)).toEqual(expected.filter(({ id }) => !gone.has(id)))
      for (const record of dropped) expect(expected).toContainEqual(record)
    }
  }, 120_000)

  test('gives up whole journals behind a damaged or missing one, and keeps them', async () => {
    for (const harm of [scribble, (path: string) => rm(path)]) {
      const { dataDir, states, journal } = await store()
      // Without the newer snapshot both journals count.
      await scribble(join(dataDir, 'metadata.json'))
      await harm(join(dataDir, 'journal.1.log'))
      await expectRefused(dataDir, [
        { step: 'fall-back' },
        { step: 'cut-journal', offset: 0, needs: 'cutJournal' },
        { step: 'put-aside' },
      ])
      const kept = await readFile(journal)
      const { result } = await repair(dataDir, '--cut-journal')
      expect(await readFile(join(result.folder ?? '', 'journal.2.log'))).toEqual(kept)
      expect(states[0]).toHaveLength(3)
      expect(await expectSound(dataDir)).toEqual([])
      expect(await readdir(join(result.folder ?? '', 'content'))).not.toEqual([])
    }
  })

  test('falls back to the previous snapshot without a loss and without permission', async () => {
    const { dataDir, records } = await store()
    const path = join(dataDir, 'metadata.json')
    await scribble(path)
    const damaged = await readFile(path)
    const { code, result } = await repair(dataDir)
    expect([code, result.done, result.steps.map(({ step }) => step)]).toEqual([
      0,
      true,
      ['fall-back'],
    ])
    expect(await readFile(join(result.folder ?? '', 'metadata.json'))).toEqual(damaged)
    expect(await expectSound(dataDir)).toEqual(records)
  })

  test('takes a metadata.json that was edited by hand, with permission, and refuses what is no record', async () => {
    const { dataDir, records, ids } = await store()
    const path = join(dataDir, 'metadata.json')
    await rm(join(dataDir, 'metadata.previous.json'))
    const edited = JSON.parse(await readFile(path, 'utf8'))
    edited.files[ids[1] ?? ''].name = 'edited by hand.txt'
    await writeFile(path, JSON.stringify(edited, null, 2))
    await expectRefused(dataDir, [{ step: 'accept-edited', records: 3, needs: 'acceptEdited' }])
    const { code, result } = await repair(dataDir, '--accept-edited')
    expect([code, result.done]).toEqual([0, true])
    const now = await expectSound(dataDir)
    expect(now).toEqual(
      records.map((record) =>
        record.id === ids[1] ? { ...record, name: 'edited by hand.txt' } : record
      )
    )
    for (const wrong of [{ size: -1 }, { contentKey: '../../etc/passwd' }, { extra: 1 }]) {
      const other = await store()
      await rm(join(other.dataDir, 'metadata.previous.json'))
      const text = JSON.parse(await readFile(join(other.dataDir, 'metadata.json'), 'utf8'))
      Object.assign(text.files[other.ids[0] ?? ''], wrong)
      await writeFile(join(other.dataDir, 'metadata.json'), JSON.stringify(text))
      const refused = await admin(other.dataDir, 'repair', '--accept-edited')
      expect([refused.code, refused.stdout]).toEqual([65, ''])
      expect(refused.stderr).toContain(`"${other.ids[0]}" is not a record`)
    }
  })

  test('drops records whose content is gone, with permission, and puts strangers aside', async () => {
    const { dataDir, records } = await store()
    const [missing, short] = records
    await rm(join(dataDir, 'content', missing?.contentKey ?? ''))
    await truncate(join(dataDir, 'content', short?.contentKey ?? ''), 1)
    const stranger = randomBytes(20)
    await writeFile(join(dataDir, 'content', 'stranger'), stranger)
    await expectRefused(dataDir, [
      {
        step: 'drop-missing',
        needs: 'dropMissing',
        records: [{ id: missing?.id }, { id: short?.id }],
      },
      { step: 'put-aside', contents: [{ contentKey: 'stranger', size: 20 }] },
    ])
    const { code, result } = await repair(dataDir, '--drop-missing')
    expect([code, result.done]).toEqual([0, true])
    const folder = result.folder ?? ''
    expect(folder).toMatch(/\/repair-\d{8}T\d{6}Z$/)
    const dropped = await readFile(join(folder, 'dropped-records.ndjson'), 'utf8')
    expect(parseRecords(dropped)).toEqual([missing, short])
    expect(await readFile(join(folder, 'content', 'stranger'))).toEqual(stranger)
    expect(await readFile(join(folder, 'content', short?.contentKey ?? ''))).toHaveLength(1)
    expect(await expectSound(dataDir)).toEqual(records.slice(2))
  })

  test('tells people what it would do and what it has done', async () => {
    const { dataDir, records } = await store()
    await rm(join(dataDir, 'content', records[0]?.contentKey ?? ''))
    const listed = await admin(dataDir, 'repair')
    expect(listed.code).toBe(1)
    expect(listed.stdout).toMatch(
      /^Remove 1 record .* \(needs --drop-missing\)\n {2}[\w-]{21} .*\n/
    )
    expect(listed.stdout).toMatch(/\nNothing was changed\n$/)
    const done = await admin(dataDir, 'repair', '--drop-missing')
    expect(done.stdout).toMatch(/^Repaired: \d+ files?\. What was changed .* is in .*\/repair-/m)
  })

  test('ends with 65 where there is nothing to begin with', async () => {
    const { dataDir } = await store()
    await scribble(join(dataDir, 'metadata.json'))
    await truncate(join(dataDir, 'metadata.previous.json'), 10)
    await truncate(join(dataDir, 'metadata.json'), 100)
    const before = await contentOf(dataDir)
    const { code, stderr } = await admin(dataDir, 'repair', '--accept-edited', '--cut-journal')
    expect(code).toBe(65)
    expect(stderr).toMatch(/^STORE_CORRUPT [^\n]+\n$/)
    expect(await contentOf(dataDir)).toEqual(before)
  })

  test('refuses with 75 while a server runs, and with 64 what it does not know', async () => {
    const { dataDir } = await store()
    const server = await ServerProcess.start(dataDir)
    const { code, stderr } = await admin(dataDir, 'repair')
    expect(code).toBe(75)
    expect(stderr).toMatch(/^DIRECTORY_LOCKED [^\n]+\n$/)
    await server.stop()
    expect((await admin(dataDir, 'repair', '--all')).code).toBe(64)
  })
})
