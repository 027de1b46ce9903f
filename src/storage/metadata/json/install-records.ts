import type { FileRecord } from '../../../core/file-record.js'
import type { RecordsFacts, RecordsView } from '../../../core/ports/store-view.js'
import { ifThere } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { removeIfThere } from './compaction-steps.js'
import { snapshotFormat } from './snapshot-head.js'
import { StorePaths } from './store-paths.js'
import { writeSnapshot } from './write-snapshot.js'

/** What is needed of a view to write a snapshot of it. */
export interface Installable extends Pick<RecordsView, 'records'> {
  readonly facts: Pick<RecordsFacts, 'storeId' | 'lastSeq' | 'lastTime'>
}

/**
 * Makes these records what the directory holds, in place of whatever it held: until one rename it starts as it did
 * before, from then on with them. Resolves with the generation of the new snapshot; older journals mean nothing to it.
 */
export async function installRecords(
  fs: Fs,
  directory: string,
  view: Installable
): Promise<number> {
  const paths = new StorePaths(directory)
  // One more empty journal changes nothing for what was there before, if it comes right behind the others.
  const generation = Math.max(0, ...(await generationsIn(fs, paths))) + 1
  const journal = await fs.open(paths.journal(generation), 'append')
  await journal.close()
  await fs.syncDirectory(directory)
  await removeIfThere(fs, paths.temporary)
  const { storeId, lastSeq, lastTime } = view.facts
  const head = { format: snapshotFormat, storeId, generation, lastSeq, lastTime } as const
  const records: FileRecord[] = [...view.records()]
  const { length: count } = records
  await writeSnapshot({ fs, path: paths.temporary, head, records: [records], count })
  await fs.rename(paths.temporary, paths.snapshot)
  await fs.syncDirectory(directory)
  return generation
}

/** Removes the journals before this generation, and no others. */
export async function removeStaleJournals(
  fs: Fs,
  directory: string,
  generation: number
): Promise<void> {
  const paths = new StorePaths(directory)
  for (const found of await generationsIn(fs, paths)) {
    if (found < generation) await fs.unlink(paths.journal(found))
  }
}

/** Removes whatever metadata could be read in place of that of this generation. */
export async function removeOlderMetadata(
  fs: Fs,
  directory: string,
  generation: number
): Promise<void> {
  await removeIfThere(fs, new StorePaths(directory).previous)
  await removeStaleJournals(fs, directory, generation)
  await fs.syncDirectory(directory)
}

/** Whether a file of this name in the data directory holds records. */
export const isMetadataFile = (name: string): boolean =>
  name === 'metadata.json' ||
  name === 'metadata.previous.json' ||
  StorePaths.generationOf(name) !== undefined

/** The generations of all journals in the directory, in no order. */
export async function generationsIn(fs: Fs, paths: StorePaths): Promise<number[]> {
  const names = await fs.list(paths.directory)
  return names
    .map((name) => StorePaths.generationOf(name))
    .filter((generation) => generation !== undefined)
}

/** Whether somebody has changed the records since they were installed, or has begun to. */
export async function wereChangedSince(fs: Fs, directory: string): Promise<boolean> {
  const paths = new StorePaths(directory)
  for (const generation of await generationsIn(fs, paths)) {
    if ((await fs.stat(paths.journal(generation))).size > 0) return true
  }
  return (await ifThere(fs.stat(paths.previous))) !== undefined
}
