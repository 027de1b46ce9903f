import type { FileRecord } from '../../../src/core/file-record.js'
import { JsonMetadataStore } from '../../../src/storage/metadata/json/json-metadata-store.js'
import { recover } from '../../../src/storage/metadata/json/recover.js'
import { StoreCorruptError } from '../../../src/storage/metadata/json/store-corrupt-error.js'
import { StorePaths } from '../../../src/storage/metadata/json/store-paths.js'
import { walkRecords } from '../../../src/storage/metadata/json/walk-records.js'
import { newFile, staged } from '../../conformance/new-file.js'
import { MemoryFs } from '../../support/fs/memory-fs.js'
import { filesOf } from './stores.js'

export const journalPath = '/data/journal.1.log'
export const snapshotPath = '/data/metadata.json'
export const previousPath = '/data/metadata.previous.json'

const textOf = (records: Iterable<FileRecord>): string => JSON.stringify([...records])

const open = (fs: MemoryFs) =>
  JsonMetadataStore.open({
    directory: '/data',
    fs,
    report: () => {},
    limits: { quiet: 3_600_000, countSync: 3_600_000 },
  })

const kill = async (store: JsonMetadataStore): Promise<void> => {
  store.abandon('the test is done with it')
  await store.close()
}

export interface LongJournal {
  readonly files: Readonly<Record<string, Buffer>>
  readonly lines: readonly Buffer[]
  /** The records after each line, those after none first. */
  readonly states: readonly string[]
}

/** A store killed with a journal of many lines, each of them a change that was confirmed by itself. */
export async function longJournal(lines: number): Promise<LongJournal> {
  const fs = new MemoryFs()
  const store = await open(fs)
  const states = [textOf([]), textOf([])]
  const add = () => {
    const file = newFile()
    return store.insert(file, staged(file.contentKey))
  }
  for (let i = 1; i < lines; i++) {
    const target = [...store.records()][i % 5]
    if (target === undefined || i % 8 === 1) await add()
    else if (i % 4 === 2) await store.update(target.id, { name: `n${i}` }, {})
    else if (i % 4 === 3) await store.addDownload(target.id)
    else if (i % 8 === 0) await store.delete(target.id, {})
    else await store.update(target.id, { type: 'image/png' }, {})
    states.push(textOf(store.records()))
  }
  await kill(store)
  const files = filesOf(fs)
  return { files, lines: linesOf(files[journalPath] as Buffer), states }
}

/** A store of some records with a previous snapshot, and a little in the last journal. */
export async function foldedStore() {
  const fs = new MemoryFs()
  for (const count of [8, 6]) {
    const store = await open(fs)
    for (let i = 0; i < count; i++) {
      const file = newFile({ name: `file ${i}` })
      await store.insert(file, staged(file.contentKey))
    }
    // The first life ends with a snapshot, the second one without.
    await (count === 8 ? store.close() : kill(store))
  }
  const files = filesOf(fs)
  return { files, state: (await outcomeOf(files)) as string }
}

/** What a start makes of these files: the records as a text, or why it refuses. */
export async function outcomeOf(
  files: Readonly<Record<string, Buffer>>
): Promise<string | StoreCorruptError> {
  const fs = MemoryFs.of(files)
  const before = fs.fingerprint()
  const paths = new StorePaths('/data')
  try {
    const options = { fs, paths, report: () => {}, now: () => 0, mayCreate: true }
    const recovered = await recover(options)
    return textOf(walkRecords(recovered.index.created.live, 'asc'))
  } catch (error) {
    if (!(error instanceof StoreCorruptError)) throw error
    if (fs.fingerprint() !== before) throw new Error('it refused and changed something')
    return error
  }
}

export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at) + 1 || bytes.length
    lines.push(bytes.subarray(at, end))
    at = end
  }
  return lines
}

/** The same bytes with one bit of one of them turned, a different one for each place. */
export function withBitFlipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
  return changed
}

const bom = Buffer.from('\ufeff')

/** Whole files spoiled as editors, copies and other stores spoil them, by what was done to them. */
export function spoiled(lines: readonly Buffer[], foreign: readonly Buffer[]): [string, Buffer][] {
  const all: [string, Buffer][] = [
    ['with a byte order mark', Buffer.concat([bom, ...lines])],
    ['with CRLF', Buffer.from(Buffer.concat(lines).toString().replaceAll('\n', '\r\n'))],
    ['of another store', Buffer.concat(foreign)],
  ]
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Buffer
    const other = foreign[at % foreign.length] as Buffer
    all.push([`with line ${at} twice`, Buffer.concat(lines.toSpliced(at, 0, line))])
    all.push([`with a foreign line ${at}`, Buffer.concat(lines.toSpliced(at, 1, other))])
    const next = lines[at + 1]
    if (next === undefined) continue
    all.push([`without line ${at}`, Buffer.concat(lines.toSpliced(at, 1))])
    all.push([`with line ${at} behind the next`, Buffer.concat(lines.toSpliced(at, 2, next, line))])
  }
  return all
}
