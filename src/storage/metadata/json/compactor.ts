import { type Measure, stopwatch } from '../../../core/measure.js'
import type { Report } from '../../../core/report.js'
import { nativeCode } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { StoreFault } from '../../fs/store-fault.js'
import type { CommitQueue } from './commit-queue.js'
import {
  installSnapshot,
  openNextJournal,
  removeIfThere,
  removeJournalsBefore,
} from './compaction-steps.js'
import type { JournalLimits } from './journal-limits.js'
import { snapshotFormat } from './snapshot-head.js'
import type { StorePaths } from './store-paths.js'
import { writeSnapshot } from './write-snapshot.js'

interface CompactorOptions {
  readonly fs: Fs
  readonly paths: StorePaths
  readonly queue: CommitQueue
  readonly storeId: string
  readonly limits: JournalLimits
  readonly report: Report
  readonly measure: Measure
  readonly stillOwned: () => Promise<boolean>
}

/** The snapshot in place and the journals that are to be replayed on it. */
export interface JournalLoad {
  /** Of the snapshot in place. */
  generation: number
  /** Of the journal in use. */
  lastGeneration: number
  snapshotBytes: number
  journalBytes: number
  journalLines: number
}

/** Folds the journals into a new snapshot, beside the running commits. */
export class Compactor {
  private running: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined
  private waitsForRetry = false
  private closed = false

  constructor(
    private readonly options: CompactorOptions,
    private readonly load: JournalLoad
  ) {
    this.arm(options.limits.quiet)
  }

  /** Counts what was written to the journal; starts when that is too much, or else once all has been quiet. */
  noteWritten(bytes: number, lines: number): void {
    const { limits } = this.options
    const { load } = this
    load.journalBytes += bytes
    load.journalLines += lines
    if (this.closed || this.waitsForRetry || this.running !== undefined) return
    const mostBytes = Math.max(limits.journalBytes, 2 * load.snapshotBytes)
    if (load.journalBytes > mostBytes || load.journalLines > limits.journalLines) this.start()
    else this.arm(limits.quiet)
  }

  /** Folds what is worth it, for a fast start next time, and stops. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.running
    if (this.isWorthwhile) await this.compact()
  }

  private get isWorthwhile(): boolean {
    const { snapshotBytes, journalBytes } = this.load
    return journalBytes > 0 && journalBytes * 10 >= snapshotBytes
  }

  private arm(delay: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.waitsForRetry = false
      if (this.isWorthwhile) this.start()
    }, delay).unref()
  }

  private start(): void {
    clearTimeout(this.timer)
    this.running ??= this.compact().finally(() => {
      this.running = undefined
      if (this.closed) return
      const { retry, quiet } = this.options.limits
      this.arm(this.waitsForRetry ? retry : quiet)
    })
  }

  /** Never rejects: the journals hold everything until a snapshot has taken their place. */
  private async compact(): Promise<void> {
    const { queue, report, measure } = this.options
    if (queue.failure !== undefined) return
    const folded = stopwatch(measure, 'compaction')
    try {
      await this.fold()
      folded()
    } catch (error) {
      if (queue.failure !== undefined) return
      if (error instanceof StoreFault) queue.fail(error)
      else if (nativeCode(error) === 'EIO') queue.fail(new StoreFault('the disk fails', error))
      else
        report(
          'warn',
          'The metadata snapshot could not be rewritten; this is tried again later',
          error
        )
      this.waitsForRetry = true
    }
  }

  private async fold(): Promise<void> {
    const { fs, paths, queue, storeId } = this.options
    const { load } = this
    await this.ensureOwned()
    const next = await openNextJournal(this.options, load.lastGeneration + 1)
    const boundary = await queue.rotate(next).catch(async (error: unknown) => {
      await next.close()
      throw error
    })
    const { journalBytes, journalLines } = load
    const { generation, lastSeq, lastTime, records, count } = boundary
    if (next.generation === generation) load.lastGeneration = generation
    else await next.close()

    await removeIfThere(fs, paths.temporary)
    const head = { format: snapshotFormat, storeId, generation, lastSeq, lastTime } as const
    const snapshotBytes = await this.writeTemporary({
      fs,
      path: paths.temporary,
      head,
      records,
      count,
    })
    await this.ensureOwned()
    await installSnapshot(fs, paths)
    const previous = load.generation
    load.generation = generation
    load.snapshotBytes = snapshotBytes
    load.journalBytes -= journalBytes
    load.journalLines -= journalLines
    await removeJournalsBefore(previous, this.options)
  }

  private async writeTemporary(snapshot: Parameters<typeof writeSnapshot>[0]): Promise<number> {
    try {
      return await writeSnapshot(snapshot)
    } catch (error) {
      await removeIfThere(snapshot.fs, snapshot.path).catch(() => undefined)
      throw error
    }
  }

  private async ensureOwned(): Promise<void> {
    if (await this.options.stillOwned()) return
    throw new StoreFault('the data directory was taken over by another process')
  }
}
