import { nativeCode } from '../fs/errors.js'
import type { Fs } from '../fs/fs.js'
import { type LockOwner, parseOwner } from './lock-owner.js'

export interface FoundLock {
  /** Undefined where the file is not one that was written to its end. */
  readonly owner: LockOwner | undefined
  /** Milliseconds since the last heartbeat. */
  readonly age: number
}

export async function readLock(fs: Fs, path: string): Promise<FoundLock | undefined> {
  try {
    const file = await fs.open(path, 'read')
    try {
      const buffer = Buffer.alloc(4096)
      const text = buffer.toString('utf8', 0, await file.read(buffer, 0))
      return { owner: parseOwner(text), age: Date.now() - (await file.stat()).modifiedAt }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (nativeCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Makes the lock, which fails when there is one, or touches the one that this process has made. */
export async function writeLock(
  fs: Fs,
  path: string,
  options: { owner: LockOwner; mode: 'create' | 'write' }
): Promise<void> {
  const file = await fs.open(path, options.mode)
  try {
    await file.write([Buffer.from(`${JSON.stringify(options.owner)}\n`)], 0)
    if (options.mode === 'create') await file.datasync()
  } finally {
    await file.close()
  }
}
