import { FileError } from './errors.js'

/** What is under way in a store, so that closing it can wait for that and let nothing else begin. */
export class OpenWork {
  #running = 0
  #closing: Promise<void> | undefined
  #idle: (() => void) | undefined

  /** Throws `STORE_UNAVAILABLE` once `close` was called. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new FileError('STORE_UNAVAILABLE')
    this.#running++
    try {
      return await work()
    } finally {
      this.#running--
      if (this.#running === 0) this.#idle?.()
    }
  }

  /** Begins work that nobody waits for but `close`. What becomes of it is its own business. */
  runAside(work: () => Promise<void>): void {
    this.run(work).catch(() => {})
  }

  /** Calls `finish` once nothing is under way any more; a second call waits for the first. */
  close(finish: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#end(finish)
    return this.#closing
  }

  async #end(finish: () => Promise<void>): Promise<void> {
    if (this.#running > 0) {
      await new Promise<void>((idle) => {
        this.#idle = idle
      })
    }
    await finish()
  }
}
