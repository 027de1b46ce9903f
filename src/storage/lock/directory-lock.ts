import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { nativeCode } from '../fs/errors.js'
import type { Fs } from '../fs/fs.js'
import { type Held, holdAbstractSocket } from './abstract-socket.js'
import { clearStaleLock } from './clear-stale-lock.js'
import { DirectoryLockedError } from './directory-locked-error.js'
import { readLock, writeLock } from './lock-file.js'
import { type LockOwner, thisProcess } from './lock-owner.js'

const usualBeat = 5_000
/** The locks of this process: under one process id there may be several, and one left by an earlier process. */
const heldHere = new Set<string>()

interface DirectoryLockOptions {
  readonly fs: Fs
  /** Take over from an owner on another machine that has been silent for a minute. */
  readonly force?: boolean
  /** Milliseconds between two heartbeats. */
  readonly beat?: number
  /** Called once when a heartbeat finds that the lock is not this one any more: nothing may be written from then on. */
  readonly onLost?: () => void
}

/**
 * One writer per directory. The file `LOCK` says who it is; its modification time is the heartbeat. On Linux a socket
 * named after the directory's inode is held too: it decides at once and needs no clean-up, but is only seen within
 * one network namespace, so the file has the last word between containers and machines.
 */
export class DirectoryLock {
  private timer: NodeJS.Timeout | undefined

  private constructor(
    private readonly fs: Fs,
    private readonly path: string,
    private readonly owner: LockOwner,
    private readonly socket: Held | undefined,
    beat: number,
    private readonly onLost: () => void
  ) {
    this.timer = setInterval(() => void this.touch(), beat).unref()
  }

  /** Throws `DirectoryLockedError` while another process may be writing in the directory. */
  static async acquire(
    directory: string,
    { fs, force = false, beat = usualBeat, onLost = () => {} }: DirectoryLockOptions
  ): Promise<DirectoryLock> {
    const path = join(directory, 'LOCK')
    const socket = await holdInode(fs, directory)
    try {
      const isOurs = (nonce: string) => heldHere.has(nonce)
      await clearStaleLock({ fs, path, directory, force, patience: 3 * beat, isOurs })
      const owner = thisProcess(randomUUID())
      await writeLock(fs, path, { owner, mode: 'create' }).catch((error: unknown) => {
        if (nativeCode(error) !== 'EEXIST') throw error
        throw new DirectoryLockedError(directory, 'another process took it at this moment')
      })
      await fs.syncDirectory(directory)
      heldHere.add(owner.nonce)
      return new DirectoryLock(fs, path, owner, socket, beat, onLost)
    } catch (error) {
      await socket?.release()
      throw error
    }
  }

  /** Whether the lock is still this one: false once somebody forced it or removed the file. */
  async stillOwned(): Promise<boolean> {
    const found = await readLock(this.fs, this.path)
    return found?.owner?.nonce === this.owner.nonce
  }

  async release(): Promise<void> {
    if (this.timer === undefined) return
    clearInterval(this.timer)
    this.timer = undefined
    heldHere.delete(this.owner.nonce)
    try {
      if (await this.stillOwned()) await this.fs.unlink(this.path)
    } finally {
      await this.socket?.release()
    }
  }

  /** Writing the same bytes again moves the modification time and nothing else. */
  private async touch(): Promise<void> {
    try {
      if (await this.stillOwned()) {
        await writeLock(this.fs, this.path, { owner: this.owner, mode: 'write' })
      } else if (this.timer !== undefined) {
        clearInterval(this.timer)
        this.onLost()
      }
    } catch {
      // A missed heartbeat does no harm: the lock is asked for by `stillOwned` before anything is replaced.
    }
  }
}

async function holdInode(fs: Fs, directory: string): Promise<Held | undefined> {
  // The dot makes it the directory itself where the path is a symbolic link.
  const { device, inode } = await fs.stat(`${directory}/.`)
  const held = await holdAbstractSocket(`filedrop-${device}-${inode}`)
  if (held !== false) return held
  throw new DirectoryLockedError(
    directory,
    'another process on this machine is using it; stop that one first'
  )
}
