import { setTimeout, setImmediate as turn } from 'node:timers/promises'
import type { Report } from '../../../../core/report.js'
import type { DirectoryContentStore } from '../directory-content-store.js'
import type { StagedFile } from '../staged-file.js'
import type { Spool } from './spool.js'

/** Contents that are settled before the pace is looked at again. */
const batchSize = 64
/** Files made at a time: the threads that sync them are those that requests need. */
const atOnce = 2
/** Pause behind a batch while more comes in, in multiples of what the batch took, when hardly anything waits. */
const courtesy = 8
/** Milliseconds until the next try when files cannot be made. */
const retry = 10_000

interface SettlerOptions {
  readonly directory: DirectoryContentStore
  readonly spool: Spool
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
    const { spool, report } = this.options
    const { signal } = this.#closing
    await turn()
    while (!signal.aborted && spool.count > 0) {
      const start = performance.now()
      this.#isBusy = false
      let pause = 0
      try {
        await this.#settleAll(spool.oldest(batchSize))
        const took = performance.now() - start
        if (this.#isBusy) pause = took * courtesy * Math.max(0, 1 - 2 * spool.fill)
      } catch (error) {
        report('warn', 'Small contents could not be given files; this is tried again later', error)
        pause = retry
      }
      // Closing ends the pause.
      await setTimeout(pause, undefined, { signal }).catch(() => {})
    }
    this.#running = undefined
  }

  /** All are written before the first one is synced, and their directory is synced once: a fraction of one by one. */
  async #settleAll(keys: readonly string[]): Promise<void> {
    const { directory } = this.options
    const written = await attemptAll(keys, (key) => this.#write(key))
    const placed = await attemptAll(written.done, (staged) => this.#place(staged))
    const files = placed.done.filter((staged) => staged !== undefined)
    try {
      await directory.syncNames()
    } catch (error) {
      for (const staged of files) await staged.discard()
      throw error
    }
    const settled = await attemptAll(files, ({ key }) => this.#release(key))
    const failure = written.failure ?? placed.failure ?? settled.failure
    if (failure !== undefined) throw failure.error
  }

  /** Nothing where the content was deleted meanwhile. */
  async #write(key: string): Promise<StagedFile | undefined> {
    const { directory, spool } = this.options
    const size = spool.sizeOf(key)
    if (size === undefined) return undefined
    try {
      return await directory.stage(key, await spool.read(key, 0, size - 1))
    } catch (error) {
      return this.#postpone(key, error)
    }
  }

  /** A file in its place; nothing where the content was deleted meanwhile. */
  async #place(staged: StagedFile | undefined): Promise<StagedFile | undefined> {
    if (staged === undefined) return undefined
    if (!this.options.spool.has(staged.key)) {
      await staged.discard()
      return undefined
    }
    try {
      await staged.place()
      return staged
    } catch (error) {
      await staged.discard()
      return this.#postpone(staged.key, error)
    }
  }

  async #release(key: string): Promise<void> {
    const { directory, spool } = this.options
    // Deleted meanwhile: then the file is not needed any more.
    if (!spool.release(key)) await directory.delete(key)
  }

  /** Those behind it are not to wait for it. */
  #postpone(key: string, error: unknown): never {
    this.options.spool.postpone(key)
    throw error
  }
}

interface Attempted<R> {
  readonly done: readonly R[]
  readonly failure: { readonly error: unknown } | undefined
}

/** Does the work a few at a time, for all of them, whatever fails. */
async function attemptAll<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>
): Promise<Attempted<R>> {
  const iterator = items[Symbol.iterator]()
  const done: R[] = []
  let failure: Attempted<R>['failure']
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      await work(next.value).then(
        (result) => done.push(result),
        (error: unknown) => {
          failure ??= { error }
        }
      )
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { done, failure }
}
