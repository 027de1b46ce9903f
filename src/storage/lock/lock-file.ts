import { FileError } from '../../core/errors.js'
import { ifThere } from '../fs/errors.js'
import type { Fs } from '../fs/fs.js'
import { thenClose } from '../fs/then-close.js'
import { type LockOwner, parseOwner } from './lock-owner.js'

export interface FoundLock {
  /** Undefined where the file is not one that was written to its end. */
  readonly owner: LockOwner | undefined
  /** Milliseconds since the last heartbeat. */
  readonly age: number
}

export async function readLock(fs: Fs, path: string): Promise<FoundLock | undefined> {
  const file = await ifThere(fs.open(path, 'read'))
  if (file === undefined) return undefined
  return thenClose(file, async () => {
    const buffer = Buffer.alloc(4096)
    const text = buffer.toString('utf8', 0, await file.read(buffer, 0))
    return { owner: parseOwner(text), age: Date.now() - (await file.stat()).modifiedAt }
  })
}

/** Makes the lock, which fails when there is one, or touches the one that this process has made. */
export async function writeLock(
  fs: Fs,
  path: string,
  options: { owner: LockOwner; mode: 'create' | 'write' }
): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(options.owner)}\n`)
  const file = await fs.open(path, options.mode)
  try {
    // A nearly full disk takes a part without an error.
    if ((await file.write([bytes], 0)) < bytes.length) {
      throw new FileError('INSUFFICIENT_STORAGE', { detail: 'there is no space for its LOCK' })
    }
    if (options.mode === 'create') await file.datasync()
  } catch (error) {
    // One without an owner would keep the next start waiting, although this one has failed.
    if (options.mode === 'create') await fs.unlink(path).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
}
