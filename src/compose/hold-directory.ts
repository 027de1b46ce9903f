import type { Config } from '../../schemas/config.js'
import { isUnfinishedBackup } from '../storage/embedded/open-backup.js'
import { refuseUnfinished } from '../storage/embedded/open-migration.js'
import { nodeFs } from '../storage/fs/node-fs.js'
import { DirectoryLock } from '../storage/lock/directory-lock.js'

/** A data directory in which nobody else writes. */
export interface HeldDirectory {
  readonly stillOwned: () => Promise<boolean>
  /** Whether it is a backup on which a server was never started. */
  readonly isBackup: boolean
  close(): Promise<void>
}

/** Locks the data directory, which is made where there is none. Throws `DirectoryLockedError` and `UnfinishedError`. */
export async function holdDirectory(config: Config, onLost: () => void): Promise<HeldDirectory> {
  const { DATA_DIR: directory, FORCE_UNLOCK: force } = config
  const fs = nodeFs
  await fs.makeDirectory(directory)
  const lock = await DirectoryLock.acquire(directory, { fs, force, onLost })
  try {
    await refuseUnfinished(fs, directory)
    const isBackup = await isUnfinishedBackup(fs, directory)
    return { stillOwned: () => lock.stillOwned(), isBackup, close: () => lock.release() }
  } catch (error) {
    await lock.release()
    throw error
  }
}
