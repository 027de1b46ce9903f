import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../../core/clock.js'
import { FileError } from '../../../core/errors.js'
import { type Measure, stopwatch } from '../../../core/measure.js'
import type { Report } from '../../../core/report.js'
import { storeError } from '../../fs/errors.js'
import { StoreFault } from '../../fs/store-fault.js'
import { Batch } from './batch.js'
import type { RecordView } from './creation-list.js'
import type { Change, FileIndex } from './file-index.js'
import type { EntryBody } from './journal-entry.js'
import type { JournalFile } from './journal-file.js'
import { CountOperation, type Operation } from './operation.js'
import { OperationLanes } from './operation-lanes.js'

const largestBatch = 512

interface CommitQueueOptions {
  readonly index: FileIndex
  readonly journal: JournalFile
  readonly clock: Clock
  readonly seq: number
  readonly countSync: number
  readonly report: Report
  readonly measure: Measure
  /** Called after each write with what it added to the journal. */
  readonly onWritten: (bytes: number, lines: number) => void
}

/** The state between two batches, which is what a snapshot may hold. */
export interface BoundaryView {
  /** The journal that holds what comes after. */
  readonly generation: number
  readonly records: RecordView
  readonly count: number
  readonly lastSeq: number
  readonly lastTime: number
}

interface Rotation {
  readonly to: JournalFile
  resolve(view: BoundaryView): void
  reject(error: FileError): void
}

/** Group commit: while one batch is written and synced, the next one gathers. */
export class CommitQueue {
  private readonly lanes = new OperationLanes()
  private readonly counts = new Map<string, CountOperation>()
  private journal: JournalFile
  private seq: number
  private durableSeq: number
  private rotation: Rotation | undefined
  private syncWanted = false
  private syncTimer: NodeJS.Timeout | undefined
  private stopped: FileError | undefined
  private running: Promise<void> | undefined

  constructor(private readonly options: CommitQueueOptions) {
    this.journal = options.journal
    this.seq = options.seq
    this.durableSeq = options.seq
  }

  /** Why nothing can be committed any more. */
  get failure(): FileError | undefined {
    return this.stopped
  }

  commit(id: string, prepare: (index: FileIndex) => EntryBody): Promise<Change> {
    return new Promise((resolve, reject) => {
      const settle = (change: Change | undefined) => resolve(change as Change)
      this.submit({ id, durable: true, prepare, resolve: settle, reject })
    })
  }

  count(id: string): Promise<void> {
    const gathering = this.counts.get(id)
    if (gathering !== undefined) return gathering.add()
    const operation = new CountOperation(id, () => {
      if (this.counts.get(id) === operation) this.counts.delete(id)
    })
    this.counts.set(id, operation)
    const counted = operation.add()
    this.submit(operation)
    return counted
  }

  /**
   * The state between two batches; all that comes after goes to another journal. With nothing in the journal in use
   * that one goes on and `to` is left alone.
   */
  rotate(to: JournalFile): Promise<BoundaryView> {
    return new Promise((resolve, reject) => {
      if (this.stopped !== undefined) return reject(this.stopped)
      this.rotation = { to, resolve, reject }
      this.wake()
    })
  }

  /** Stops for good: what was written may or may not survive, and nothing is written or synced any more. */
  fail(fault: StoreFault): void {
    if (this.stopped !== undefined) return
    this.options.report(
      'fatal',
      `The store takes no more changes until a restart: ${fault.message}`,
      fault
    )
    this.stop(new FileError('STORE_UNAVAILABLE', { cause: fault }))
  }

  /** Commits what is under way, then takes nothing more. */
  async close(): Promise<void> {
    this.syncWanted = true
    this.wake()
    while (this.running !== undefined) await this.running
    this.stop(new FileError('STORE_UNAVAILABLE'))
    await this.journal.close().catch(() => undefined)
  }

  private submit(operation: Operation): void {
    if (this.stopped !== undefined) {
      operation.reject(this.stopped)
      return
    }
    this.lanes.add(operation)
    this.wake()
  }

  private wake(): void {
    if (this.stopped === undefined) this.running ??= this.run()
  }

  private async run(): Promise<void> {
    // The rest of this turn of the event loop may bring more operations for the first batch.
    await turn()
    try {
      while (this.stopped === undefined && (await this.step()));
    } catch (error) {
      this.fail(error instanceof StoreFault ? error : new StoreFault('an unforeseen error', error))
    } finally {
      this.running = undefined
      if (this.hasWork) this.wake()
    }
  }

  private get hasWork(): boolean {
    return !this.lanes.isEmpty || this.syncWanted || this.rotation !== undefined
  }

  /** One batch, or a sync or rotation; false when there is nothing to do. */
  private async step(): Promise<boolean> {
    if (this.rotation !== undefined) await this.switchJournal(this.rotation)
    const batch = this.build()
    if (batch.lineCount > 0) await this.write(batch)
    else if (this.syncWanted) await this.sync()
    return this.hasWork
  }

  private build(): Batch {
    const { index, clock } = this.options
    const { journal, seq, durableSeq } = this
    const batch = new Batch({ journal, index, clock, seq, durableSeq })
    while (batch.prepared.length < largestBatch) {
      const operation = this.lanes.next()
      if (operation === undefined) break
      try {
        if (batch.add(operation)) continue
        operation.resolve(undefined)
      } catch (error) {
        operation.reject(storeError(error))
      }
      this.lanes.release(operation)
    }
    return batch
  }

  private async write(batch: Batch): Promise<void> {
    const { bytes, prepared } = batch
    const { measure } = this.options
    try {
      const appended = stopwatch(measure, 'journalAppend')
      await this.journal.append(bytes)
      appended()
      measure('journalBatch', prepared.length)
      this.seq = batch.seq
      this.options.onWritten(bytes.length, batch.lineCount)
      this.settle(prepared.filter(({ operation }) => !operation.durable))
      // A sync that counts wait for must not wait until nobody downloads any more.
      if (batch.isDurable || this.syncWanted) await this.sync()
      else this.armSync()
      this.settle(prepared.filter(({ operation }) => operation.durable))
    } catch (error) {
      // Anything unforeseen counts as lost too: the records in memory may no longer be those in the journal.
      const lost = !(error instanceof FileError)
      const answer = lost
        ? new FileError('DURABILITY_UNKNOWN', { cause: error })
        : storeError(error)
      for (const { operation } of prepared) operation.reject(answer)
      if (lost) throw error
      for (const { operation } of prepared) this.lanes.release(operation)
    }
  }

  private settle(done: Batch['prepared']): void {
    for (const { operation, change } of done) {
      this.options.index.apply(change)
      operation.resolve(change)
      this.lanes.release(operation)
    }
  }

  private async sync(): Promise<void> {
    clearTimeout(this.syncTimer)
    this.syncTimer = undefined
    this.syncWanted = false
    if (this.durableSeq === this.seq) return
    const synced = stopwatch(this.options.measure, 'journalSync')
    await this.journal.sync()
    synced()
    this.durableSeq = this.seq
  }

  private armSync(): void {
    this.syncTimer ??= setTimeout(() => {
      this.syncWanted = true
      this.wake()
    }, this.options.countSync).unref()
  }

  private async switchJournal({ to, resolve }: Rotation): Promise<void> {
    await this.sync()
    const left = this.journal
    // An empty journal has nothing to be left for: it is what comes after already.
    if (!left.isEmpty) this.journal = to
    this.rotation = undefined
    const { created, lastTime } = this.options.index
    const { generation } = this.journal
    const records = created.snapshot()
    resolve({ generation, records, count: created.size, lastSeq: this.seq, lastTime })
    if (left !== this.journal) await left.close().catch(() => undefined)
  }

  private stop(failure: FileError): void {
    this.stopped = failure
    clearTimeout(this.syncTimer)
    this.rotation?.reject(failure)
    for (const operation of this.lanes.drain()) operation.reject(failure)
  }
}
