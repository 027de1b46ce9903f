import type { Fs } from '../../fs/fs.js'
import type { SyncPolicy } from './sync-policy.js'

/**
 * Changes that may stay without a sync: few, because a start takes the directory for one of another store when more
 * files in it belong to nothing than crashes can leave.
 */
const mostDeferred = 50

/** Syncs one directory for many callers at once: who comes while a sync runs shares the next one. */
export class DirectorySync {
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #deferred = 0

  constructor(
    private readonly fs: Fs,
    private readonly path: string,
    private readonly policy: SyncPolicy
  ) {}

  /** Everything done to the directory before this call is durable when it resolves. */
  sync(): Promise<void> {
    if (!this.#running) return this.#start()
    this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start()
    )
    return this.#next
  }

  /** Counts a change that need not be durable at once; waits for a sync when there are too many of them. */
  async defer(): Promise<void> {
    this.#deferred++
    if (this.#deferred >= mostDeferred) await this.sync()
  }

  #start(): Promise<void> {
    this.#next = undefined
    const covered = this.#deferred
    const running = this.policy.run('directorySync', () => this.fs.syncDirectory(this.path))
    this.#running = running
    const settle = (synced: number) => {
      if (this.#running === running) this.#running = undefined
      this.#deferred -= synced
    }
    running.then(
      () => settle(covered),
      () => settle(0)
    )
    return running
  }
}
