import { setTimeout, setImmediate as turn } from 'node:timers/promises'
import type { StagedContent } from '../../../../core/ports/content-store.js'
import type { Report } from '../../../../core/report.js'
import type { DirectoryContentStore } from '../directory-content-store.js'
import type { Spool } from './spool.js'

/** Contents that are settled before the pace is looked at again. */
const batchSize = 64
/** Files made at a time: the threads that sync them are those that requests need. */
const atOnce = 2
/** Pause behind a batch while more comes in, in multiples of what the batch took, when hardly anything waits. */
const courtesy = 4
/** Milliseconds until the next try when files cannot be made. */
const retry = 10_000

interface SettlerOptions {
  readonly directory: DirectoryContentStore
  readonly spool: Spool
  readonly backlog: number
  readonly report: Report
}

/** Gives what waits in the spool files of its own: at once when nothing else is to do, else the faster the more waits. */
export class Settler {
  readonly #closing = new AbortController()
  #running: Promise<void> | undefined
  #isBusy = false

  constructor(private readonly options: SettlerOptions) {}

  /** Something waits. */
  wake(): void {
    this.#isBusy = true
    if (!this.#closing.signal.aborted) this.#running ??= this.#run()
  }

  /** Ends after what is under way. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { spool, backlog, report } = this.options
    const { signal } = this.#closing
    await turn()
    while (!signal.aborted && spool.count > 0) {
      const start = performance.now()
      this.#isBusy = false
      let pause = 0
      try {
        await this.#settleAll(spool.oldest(batchSize))
        const took = performance.now() - start
        if (this.#isBusy) pause = took * courtesy * Math.max(0, 1 - (2 * spool.bytes) / backlog)
      } catch (error) {
        report('warn', 'Small contents could not be given files; this is tried again later', error)
        pause = retry
      }
      // Closing ends the pause.
      await setTimeout(pause, undefined, { signal }).catch(() => {})
    }
    this.#running = undefined
  }

  async #settleAll(keys: readonly string[]): Promise<void> {
    const rest = keys.values()
    const worker = async () => {
      for (const key of rest) await this.#settle(key)
    }
    const done = await Promise.allSettled(Array.from({ length: atOnce }, worker))
    for (const outcome of done) if (outcome.status === 'rejected') throw outcome.reason
  }

  async #settle(key: string): Promise<void> {
    const { directory, spool } = this.options
    const size = spool.sizeOf(key)
    if (size === undefined) return
    let staged: StagedContent | undefined
    try {
      staged = await directory.stage(key, bytesOf(spool, key, size))
      await staged.publish()
    } catch (error) {
      await staged?.discard()
      // Those behind it are not to wait for it.
      spool.postpone(key)
      throw error
    }
    // Deleted meanwhile: then the file is not needed any more.
    if (!spool.release(key)) await directory.delete(key)
  }
}

async function* bytesOf(spool: Spool, key: string, size: number): AsyncGenerator<Uint8Array> {
  if (size > 0) yield await spool.read(key, 0, size - 1)
}
