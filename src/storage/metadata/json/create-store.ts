import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ifThere } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { removeIfThere } from './compaction-steps.js'
import { snapshotFormat } from './snapshot-head.js'
import { StoreMissingError } from './store-missing-error.js'
import { StorePaths } from './store-paths.js'
import { writeSnapshot } from './write-snapshot.js'

/** Makes an empty store, unless there are signs that one was here: a lost volume must not look like a new one. */
export async function createStore(fs: Fs, paths: StorePaths): Promise<void> {
  await refuseBesideRemains(fs, paths)
  const journal = await fs.open(paths.journal(1), 'append')
  await journal.close()
  await fs.syncDirectory(paths.directory)
  await removeIfThere(fs, paths.temporary)
  const head = {
    format: snapshotFormat,
    storeId: randomUUID(),
    generation: 1,
    lastSeq: 0,
    lastTime: 0,
  } as const
  await writeSnapshot({ fs, path: paths.temporary, head, records: [], count: 0 })
  await fs.rename(paths.temporary, paths.snapshot)
  await fs.syncDirectory(paths.directory)
}

async function refuseBesideRemains(fs: Fs, paths: StorePaths): Promise<void> {
  for (const name of await fs.list(paths.directory)) {
    if (StorePaths.generationOf(name) === undefined) continue
    const path = join(paths.directory, name)
    // An empty journal 1 is what a crash leaves while a store is made.
    if (name === 'journal.1.log' && (await fs.stat(path)).size === 0) continue
    throw new StoreMissingError(paths.snapshot, path)
  }
  // A restore that was cut off early has put something into `tmp` alone; a store makes its metadata first.
  for (const path of [paths.content, paths.incoming, paths.spool]) {
    if (await holdsFiles(fs, path)) throw new StoreMissingError(paths.snapshot, path)
  }
}

async function holdsFiles(fs: Fs, directory: string): Promise<boolean> {
  const names = (await ifThere(fs.list(directory))) ?? []
  for (const name of names) {
    const path = join(directory, name)
    if (!(await fs.stat(path)).isDirectory || (await holdsFiles(fs, path))) return true
  }
  return false
}
