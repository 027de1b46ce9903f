import type { Fs } from '../../fs/fs.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { StorePaths } from './store-paths.js'

export interface FoundJournal {
  readonly generation: number
  readonly bytes: number
}

/** The journals from generation `first` on, oldest first. Throws `StoreCorruptError` when one is missing. */
export async function listJournals(
  fs: Fs,
  paths: StorePaths,
  first: number
): Promise<FoundJournal[]> {
  const found: FoundJournal[] = []
  for (const name of await fs.list(paths.directory)) {
    const generation = StorePaths.generationOf(name)
    if (generation === undefined || generation < first) continue
    found.push({ generation, bytes: (await fs.stat(paths.of(name))).size })
  }
  found.sort((a, b) => a.generation - b.generation)
  const gap = found.findIndex(({ generation }, at) => generation !== first + at)
  if (found.length > 0 && gap < 0) return found
  throw new StoreCorruptError(paths.journal(first + Math.max(gap, 0)), 0, 'the journal is missing')
}
