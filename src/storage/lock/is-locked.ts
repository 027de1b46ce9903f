import { join } from 'node:path'
import type { Fs } from '../fs/fs.js'
import { readLock } from './lock-file.js'
import { stateOf } from './lock-owner.js'

/** Whether another process may have the directory open for writing, as far as its `LOCK` tells; takes nothing. */
export async function isLocked(fs: Fs, directory: string): Promise<boolean> {
  const found = await readLock(fs, join(directory, 'LOCK'))
  if (found === undefined) return false
  return found.owner === undefined || stateOf(found.owner, () => true) !== 'gone'
}
