import type { CutJournal } from '../../../core/ports/repair-site.js'
import type { Fs } from '../../fs/fs.js'
import { tallyGivenUp } from './given-up.js'
import { generationsIn } from './install-records.js'
import { type ReplayState, replayJournal } from './replay-journal.js'
import type { SnapshotHead } from './snapshot-head.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import type { StorePaths } from './store-paths.js'

interface PrefixOptions {
  /** Through which nothing is cut. */
  readonly fs: Fs
  readonly paths: StorePaths
  readonly head: SnapshotHead
  /** How many journals there must be at least. */
  readonly least: number
}

/** Replays the journals as far as they go without a fault; gives what lies behind the first one. */
export async function replayPrefix(
  options: PrefixOptions,
  state: ReplayState
): Promise<CutJournal | undefined> {
  const { fs, paths, head, least } = options
  const all = await generationsIn(fs, paths)
  const found = all.filter((generation) => generation >= head.generation).sort((a, b) => a - b)
  const written = await lastWritten(fs, paths, found)
  for (let at = 0; at < Math.max(found.length, least); at++) {
    const generation = head.generation + at
    const rest = found.slice(at)
    const path = paths.journal(generation)
    if (found[at] !== generation) {
      return cutAt({ ...options, rest, fault: new StoreCorruptError(path, 0, 'it is missing') })
    }
    const copyTo = generation === written ? paths.broken(path, 0) : undefined
    const { storeId } = head
    try {
      await replayJournal({ fs, path, storeId, generation, copyTo, report: () => {} }, state)
    } catch (fault) {
      if (!(fault instanceof StoreCorruptError)) throw fault
      return cutAt({ ...options, rest, fault })
    }
  }
  return undefined
}

async function lastWritten(
  fs: Fs,
  paths: StorePaths,
  generations: readonly number[]
): Promise<number | undefined> {
  for (const generation of generations.toReversed()) {
    if ((await fs.stat(paths.journal(generation))).size > 0) return generation
  }
  return undefined
}

interface Cut extends PrefixOptions {
  readonly fault: StoreCorruptError
  /** The journals from the fault on. */
  readonly rest: readonly number[]
}

async function cutAt({ fs, paths, head, fault, rest }: Cut): Promise<CutJournal> {
  const tally = { lines: 0, unreadable: 0, changes: [] }
  const { file, offset: faultOffset, reason } = fault
  for (const generation of rest) {
    const path = paths.journal(generation)
    const offset = path === file ? faultOffset : 0
    await tallyGivenUp(fs, { path, offset, storeId: head.storeId, generation }, tally)
  }
  return { step: 'cut-journal', file, offset: faultOffset, reason, ...tally }
}
