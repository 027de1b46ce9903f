import type { Report } from '../../../core/report.js'
import { ifThere, isOutOfDescriptors } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { StoreFault } from '../../fs/store-fault.js'
import { JournalFile } from './journal-file.js'
import { StorePaths } from './store-paths.js'

interface Place {
  readonly fs: Fs
  readonly paths: StorePaths
  readonly storeId: string
  readonly report: Report
}

/** Makes the journal that comes next, empty and in the directory for good before anything is written to it. */
export async function openNextJournal(place: Place, generation: number): Promise<JournalFile> {
  const { fs, paths, storeId } = place
  const file = await fs.open(paths.journal(generation), 'append')
  try {
    // One left by an attempt that failed is as good as new.
    if ((await file.stat()).size > 0) throw new StoreFault('the next journal is in use already')
    await syncDirectory(fs, paths)
    return new JournalFile(file, storeId, generation, 0)
  } catch (error) {
    // A failed sync is what counts, whatever becomes of the handle.
    await file.close().catch(() => undefined)
    throw error
  }
}

/** Puts the temporary snapshot in place and keeps the one before it. */
export async function installSnapshot(fs: Fs, paths: StorePaths): Promise<void> {
  // After a start from the previous snapshot there is none to keep, and the previous one stays.
  await ifThere(fs.rename(paths.snapshot, paths.previous))
  await fs.rename(paths.temporary, paths.snapshot)
  await syncDirectory(fs, paths)
}

/** Removes the journals that not even the previous snapshot needs; one that stays is only a waste of space. */
export async function removeJournalsBefore(first: number, place: Place): Promise<void> {
  const { fs, paths, report } = place
  try {
    for (const name of await fs.list(paths.directory)) {
      const generation = StorePaths.generationOf(name)
      if (generation !== undefined && generation < first) await fs.unlink(paths.of(name))
    }
  } catch (error) {
    report('warn', 'A journal that is no longer needed could not be removed', error)
  }
}

export async function removeIfThere(fs: Fs, path: string): Promise<void> {
  await ifThere(fs.unlink(path))
}

async function syncDirectory(fs: Fs, paths: StorePaths): Promise<void> {
  try {
    await fs.syncDirectory(paths.directory)
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error
    throw new StoreFault('the data directory cannot be synced', error)
  }
}
