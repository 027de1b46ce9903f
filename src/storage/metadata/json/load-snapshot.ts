import { ifThere } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { listJournals } from './list-journals.js'
import { readSnapshot, type Snapshot } from './read-snapshot.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import type { StorePaths } from './store-paths.js'

interface Loaded {
  readonly snapshot: Snapshot
  /** What is wrong with the newest snapshot, when the previous one had to be taken. */
  readonly damage: StoreCorruptError | undefined
}

/** The newest snapshot that can be trusted; the previous one only where no journal since then is missing. */
export async function loadSnapshot(fs: Fs, paths: StorePaths): Promise<Loaded> {
  const newest = await trySnapshot(fs, paths.snapshot)
  if (newest !== undefined && !(newest instanceof Error))
    return { snapshot: newest, damage: undefined }
  const previous = await trySnapshot(fs, paths.previous)
  if (previous !== undefined && !(previous instanceof Error)) {
    // The journal of a snapshot is there before the snapshot is, so that of the newest must be there too.
    const journals = await listJournals(fs, paths, previous.head.generation).catch(() => [])
    if (journals.length > 1) return { snapshot: previous, damage: newest }
  }
  throw (
    newest ??
    new StoreCorruptError(
      paths.snapshot,
      0,
      'it is missing, and the previous one cannot replace it'
    )
  )
}

/** A snapshot, what is wrong with it, or undefined where there is none. */
export async function trySnapshot(
  fs: Fs,
  path: string
): Promise<Snapshot | StoreCorruptError | undefined> {
  try {
    return await ifThere(readSnapshot(fs, path))
  } catch (error) {
    if (error instanceof StoreCorruptError) return error
    throw error
  }
}
