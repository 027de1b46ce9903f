import { rm } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { FileRecord } from '../../src/core/file-record.js'
import { recover } from '../../src/storage/metadata/json/recover.js'
import { StoreCorruptError } from '../../src/storage/metadata/json/store-corrupt-error.js'
import { StorePaths } from '../../src/storage/metadata/json/store-paths.js'
import { walkRecords } from '../../src/storage/metadata/json/walk-records.js'
import { all, insert, StorePlace } from '../storage/metadata/json/store-place.js'
import { FaultFs } from '../support/fs/fault-fs.js'

/** A directory whose journal holds one batch for each change, and the states after each of them. */
async function journalOf(changes: number) {
  const place = await StorePlace.make()
  const store = await place.open()
  const states: FileRecord[][] = [[]]
  for (let i = 0; i < changes; i++) {
    const target = all(store)[0]?.id
    if (i % 4 === 3 && target !== undefined) await store.update(target, { name: `n${i}` }, {})
    else if (i % 4 === 2 && target !== undefined) await store.addDownload(target)
    else await insert(store)
    states.push(all(store))
  }
  return { killed: await place.copy(), states }
}

/** What a start makes of this journal. */
async function outcomeOf(place: StorePlace, journal: Buffer | string) {
  await place.write('journal.1.log', journal)
  const fs = new FaultFs({ withoutSync: true })
  const paths = new StorePaths(place.directory)
  try {
    const recovered = await recover({ fs, paths, report: () => {}, now: () => 0, mayCreate: true })
    await recovered.journal.close()
    return [...walkRecords(recovered.index.created.live, 'asc')]
  } catch (error) {
    if (error instanceof StoreCorruptError) return error
    throw error
  } finally {
    await rm(place.path('journal.1.broken-0'), { force: true })
  }
}

it('cuts a torn tail, keeps a copy of it and says so', async () => {
  const { killed, states } = await journalOf(4)
  const journal = await killed.read('journal.1.log')
  await killed.write('journal.1.log', Buffer.concat([journal, Buffer.from('deadbeef {"s":9')]))
  const store = await killed.open()
  expect(all(store)).toEqual(states.at(-1))
  expect(killed.reports.join()).toMatch(/warn: .*journal\.1\.log.*cut at byte/)
  expect(await killed.read('journal.1.log')).toEqual(journal)
  const copy = (await killed.names()).find((name) => name.startsWith('journal.1.broken-'))
  expect((await killed.read(copy as string)).length).toBe(journal.length + 15)
})

// A power cut leaves zeros where data never reached the disk; taken for damage, the store would not start again.
it('cuts a tail of zeros', async () => {
  const { killed, states } = await journalOf(4)
  const journal = await killed.read('journal.1.log')
  await killed.write('journal.1.log', Buffer.concat([journal, Buffer.alloc(3_000_000)]))
  expect(all(await killed.open())).toEqual(states.at(-1))
})

// Blocks of one write reach the disk in any order, so a torn batch may have a hole with whole lines behind it.
it('cuts a batch that was never confirmed at its first hole', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await insert(store)
  await Promise.all(Array.from({ length: 5 }, () => insert(store)))
  const records = all(store)
  const killed = await place.copy()
  const journal = await killed.read('journal.1.log')
  const lines = journal.toString().split(/(?<=\n)/)
  const hole = lines.slice(0, 4).join('').length
  journal.fill(0, hole, hole + 100)
  expect(await outcomeOf(killed, journal)).toEqual(records.slice(0, 3))
  journal.fill(0, hole - 150, hole - 140)
  journal.fill(0x78, hole, hole + 100)
  expect(await outcomeOf(killed, journal)).toEqual(records.slice(0, 2))
})

it('refuses a changed byte before a confirmed line, by file and offset', async () => {
  const { killed } = await journalOf(4)
  const journal = await killed.read('journal.1.log')
  const second = journal.indexOf('\n') + 1
  journal[second + 30] = (journal[second + 30] ?? 0) ^ 1
  await killed.write('journal.1.log', journal)
  const before = await killed.names()
  const error = await killed.open().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StoreCorruptError)
  expect(error).toMatchObject({ file: killed.path('journal.1.log'), offset: second })
  expect((error as Error).message).toContain(`journal.1.log:${second}`)
  expect(await killed.names()).toEqual(before)
  expect(await killed.read('journal.1.log')).toEqual(journal)
})

it('refuses a line that is missing, repeated or from another journal', async () => {
  const { killed } = await journalOf(5)
  const lines = (await killed.read('journal.1.log')).toString().split(/(?<=\n)/)
  const other = (await (await journalOf(5)).killed.read('journal.1.log')).toString()
  const spoiled = [
    lines.toSpliced(2, 1),
    lines.toSpliced(2, 0, lines[2] as string),
    lines.toSpliced(0, 1),
    [other],
  ]
  for (const journal of spoiled) {
    expect(await outcomeOf(killed, journal.join(''))).toBeInstanceOf(StoreCorruptError)
  }
})

it('refuses when the journal of the snapshot is missing', async () => {
  const { killed } = await journalOf(2)
  await rm(killed.path('journal.1.log'))
  const error = await killed.open().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'StoreCorruptError', file: killed.path('journal.1.log') })
})
