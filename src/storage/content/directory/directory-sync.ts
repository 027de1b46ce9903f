import type { Fs } from '../../fs/fs.js'
import type { SyncPolicy } from './sync-policy.js'

/** Syncs one directory for many callers at once: who comes while a sync runs shares the next one. */
export class DirectorySync {
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

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

  #start(): Promise<void> {
    this.#next = undefined
    const running = this.policy.run('directorySync', () => this.fs.syncDirectory(this.path))
    this.#running = running
    const done = () => {
      if (this.#running === running) this.#running = undefined
    }
    running.then(done, done)
    return running
  }
}
