import type { MetadataStep, Salvaged } from '../../../core/ports/repair-site.js'
import { ifThere } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { readOnlyFs } from '../../fs/read-only-fs.js'
import { indexView } from './index-view.js'
import { listJournals } from './list-journals.js'
import { trySnapshot } from './load-snapshot.js'
import { readEdited } from './read-edited.js'
import type { Snapshot } from './read-snapshot.js'
import { replayPrefix } from './replay-prefix.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { StoreMissingError } from './store-missing-error.js'
import { StorePaths } from './store-paths.js'

interface Base {
  readonly snapshot: Snapshot
  readonly step?: MetadataStep
  /** How many journals there must be: that of a damaged newer snapshot as well. */
  readonly least: number
}

/**
 * The records as far as they can be had: the best snapshot, and the journals up to the first fault. Changes nothing.
 * Throws `StoreCorruptError` or `StoreMissingError` where no snapshot can be read.
 */
export async function salvage(
  fs: Fs,
  directory: string,
  options: { readonly acceptEdited: boolean }
): Promise<Salvaged> {
  const paths = new StorePaths(directory)
  const looking = readOnlyFs(fs)
  const { snapshot, step, least } = await findBase(looking, paths, options)
  const { head, index, bytes } = snapshot
  const state = { index, seq: head.lastSeq, lines: 0 }
  const cut = await replayPrefix({ fs: looking, paths, head, least }, state)
  const view = indexView(index, {
    storeId: head.storeId,
    lastSeq: state.seq,
    generation: head.generation,
    lastGeneration: head.generation,
    snapshotBytes: bytes,
    journalBytes: 0,
    journalLines: state.lines,
    damage: undefined,
  })
  return { view, steps: [step, cut].filter((found) => found !== undefined) }
}

async function findBase(
  fs: Fs,
  paths: StorePaths,
  { acceptEdited }: { readonly acceptEdited: boolean }
): Promise<Base> {
  const newest = await trySnapshot(fs, paths.snapshot)
  if (newest !== undefined && !(newest instanceof Error)) return { snapshot: newest, least: 1 }
  const previous = await trySnapshot(fs, paths.previous)
  const standIn = previous instanceof Error ? undefined : previous
  const complete = standIn !== undefined && (await isComplete(fs, paths, standIn))
  // What a crash leaves between two renames: the next start does the same by itself.
  if (newest === undefined && complete) return { snapshot: standIn, least: 2 }
  const reason = newest?.reason ?? 'it is missing'
  const fallBack = standIn && {
    snapshot: standIn,
    step: { step: 'fall-back', file: paths.snapshot, reason } as const,
    least: 2,
  }
  if (fallBack && !acceptEdited) return fallBack
  const base = (await editedBase(fs, paths)) ?? fallBack
  if (base !== undefined) return base
  throw newest ?? new StoreMissingError(paths.snapshot)
}

/** Whether no journal since the snapshot is missing, that of the newer one included. */
async function isComplete(fs: Fs, paths: StorePaths, { head }: Snapshot): Promise<boolean> {
  try {
    return (await listJournals(fs, paths, head.generation)).length > 1
  } catch (error) {
    if (error instanceof StoreCorruptError) return false
    throw error
  }
}

async function editedBase(fs: Fs, paths: StorePaths): Promise<Base | undefined> {
  const file = paths.snapshot
  const snapshot = await ifThere(readEdited(fs, file))
  if (snapshot === undefined) return undefined
  const records = snapshot.index.size
  return { snapshot, step: { step: 'accept-edited', file, records }, least: 1 }
}
