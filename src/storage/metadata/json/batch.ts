import type { Clock } from '../../../core/clock.js'
import { FileError } from '../../../core/errors.js'
import type { Change, FileIndex } from './file-index.js'
import {
  changeOf,
  type EntryBody,
  type HeaderEntry,
  journalFormat,
  readEntry,
} from './journal-entry.js'
import type { JournalFile } from './journal-file.js'
import { encodeLine, longestLine } from './journal-line.js'
import type { Operation } from './operation.js'

interface Prepared {
  readonly operation: Operation
  readonly change: Change
}

interface BatchOptions {
  readonly journal: JournalFile
  readonly index: FileIndex
  readonly clock: Clock
  /** The last number in the journal, and the last one known to be durable. */
  readonly seq: number
  readonly durableSeq: number
}

/** Operations on different files that share one write and one sync. */
export class Batch {
  readonly prepared: Prepared[] = []
  seq: number
  private readonly lines: string[] = []
  private readonly options: BatchOptions

  constructor(options: BatchOptions) {
    this.options = options
    this.seq = options.seq
  }

  get lineCount(): number {
    return this.lines.length
  }

  get isDurable(): boolean {
    return this.prepared.some(({ operation }) => operation.durable)
  }

  get bytes(): Buffer {
    return Buffer.from(this.lines.join(''))
  }

  /** Takes the operation in, or throws the `FileError` it fails with. False when it has nothing to do. */
  add(operation: Operation): boolean {
    const { clock, index, journal } = this.options
    const body = operation.prepare(index)
    if (body === undefined) return false
    const time = body.o === 'put' || body.o === 'meta' ? clock.next() : clock.now()
    if (journal.isEmpty && this.lines.length === 0) this.addHeader(clock.now())
    const json = this.json(body, time)
    const change = this.replay(json)
    this.push(json)
    this.prepared.push({ operation, change })
    return true
  }

  /** The header of a journal comes with its first batch, so that an empty journal is one nobody wrote to. */
  private addHeader(time: number): void {
    const { storeId, generation } = this.options.journal
    this.push(
      this.json({ o: 'hdr', fmt: journalFormat, storeId, gen: generation, last: this.seq }, time)
    )
  }

  private json(body: EntryBody | Omit<HeaderEntry, 's' | 'k' | 't'>, time: number): string {
    return JSON.stringify({ s: this.seq + 1, k: this.options.durableSeq, t: time, ...body })
  }

  /** The very change that a replay of the line will make; so nothing is written that could not be read back. */
  private replay(json: string): Change {
    try {
      if (Buffer.byteLength(json) > longestLine - 64) throw new Error('the record is too long')
      const entry = readEntry(JSON.parse(json))
      if (entry.o === 'hdr') throw new Error('a header is not a change')
      return changeOf(entry, this.options.index)
    } catch (cause) {
      throw new FileError('INTERNAL', { cause })
    }
  }

  private push(json: string): void {
    this.lines.push(encodeLine(json, this.options.journal.seed))
    this.seq++
  }
}
