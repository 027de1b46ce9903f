import type { Report } from '../../../core/report.js'
import type { Fs } from '../../fs/fs.js'
import { removeIfThere } from './compaction-steps.js'
import { createStore } from './create-store.js'
import type { FileIndex } from './file-index.js'
import { JournalFile } from './journal-file.js'
import { listJournals } from './list-journals.js'
import { loadSnapshot } from './load-snapshot.js'
import { type ReplayState, replayJournal } from './replay-journal.js'
import type { StoreCorruptError } from './store-corrupt-error.js'
import { StoreMissingError } from './store-missing-error.js'
import type { StorePaths } from './store-paths.js'

export interface RecoverOptions {
  readonly fs: Fs
  readonly paths: StorePaths
  readonly report: Report
  readonly now: () => number
  /** Whether a store is made where there is none; otherwise that throws `StoreMissingError`. */
  readonly mayCreate: boolean
}

export interface Recovered {
  readonly index: FileIndex
  readonly seq: number
  readonly journal: JournalFile
  readonly generation: number
  readonly snapshotBytes: number
  readonly journalBytes: number
  readonly journalLines: number
  /** What is wrong with the newest snapshot, when the previous one had to be taken. */
  readonly damage: StoreCorruptError | undefined
}

/** Brings the records back to the last confirmed change, or refuses, having changed nothing. */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { fs, paths, report } = options
  const names = await fs.list(paths.directory)
  const isThere = (path: string) => names.some((name) => path === paths.of(name))
  if (!isThere(paths.snapshot) && !isThere(paths.previous)) {
    if (!options.mayCreate) throw new StoreMissingError(paths.snapshot)
    await createStore(fs, paths)
  }
  const { snapshot, damage } = await loadSnapshot(fs, paths)
  const { head, index } = snapshot
  const state: ReplayState = { index, seq: head.lastSeq, lines: 0 }
  const replayed = await replayAll(options, head, state)
  if (damage !== undefined) {
    // Out of the way, or the next compaction would keep it in place of the one that is good.
    await fs.rename(paths.snapshot, paths.broken(paths.snapshot, options.now()))
    const { file, offset, reason } = damage
    report(
      'warn',
      `Started from ${paths.previous} and every journal since: ${file}:${offset}: ${reason}`
    )
  }
  await removeIfThere(fs, paths.temporary)
  // A journal made just before a crash may not be in the directory for good yet.
  await fs.syncDirectory(paths.directory)
  const { last } = replayed
  const file = await fs.open(paths.journal(last.generation), 'write')
  return {
    index,
    seq: state.seq,
    journal: new JournalFile(file, head.storeId, last.generation, last.bytes),
    generation: head.generation,
    snapshotBytes: snapshot.bytes,
    journalBytes: replayed.bytes,
    journalLines: state.lines,
    damage,
  }
}

async function replayAll(
  { fs, paths, report, now }: RecoverOptions,
  { generation: first, storeId }: { generation: number; storeId: string },
  state: ReplayState
) {
  const journals = await listJournals(fs, paths, first)
  const written = journals.findLastIndex(({ bytes }) => bytes > 0)
  let bytes = 0
  let last = { generation: first, bytes: 0 }
  for (const [at, { generation }] of journals.entries()) {
    const path = paths.journal(generation)
    const copyTo = at === written ? paths.broken(path, now()) : undefined
    const length = await replayJournal({ fs, report, path, storeId, generation, copyTo }, state)
    last = { generation, bytes: length }
    bytes += length
  }
  return { last, bytes }
}
