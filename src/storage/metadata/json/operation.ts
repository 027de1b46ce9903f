import type { FileError } from '../../../core/errors.js'
import type { Change, FileIndex } from './file-index.js'
import type { EntryBody } from './journal-entry.js'

/** One change that waits for its turn in the journal. */
export interface Operation {
  readonly id: string
  /** Whether it may only be reported once it is synced. */
  readonly durable: boolean
  /** What it says to the journal, given the records as they are now; undefined when there is nothing left to do. */
  prepare(index: FileIndex): EntryBody | undefined
  resolve(change: Change | undefined): void
  reject(error: FileError): void
}

/** Any number of downloads of one file, counted by one line. */
export class CountOperation implements Operation {
  readonly durable = false
  private added = 0
  private readonly waiting: { resolve: () => void; reject: (error: FileError) => void }[] = []

  constructor(
    readonly id: string,
    /** Called when the line is made: a later download needs another operation. */
    private readonly onSealed: () => void
  ) {}

  add(): Promise<void> {
    this.added++
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
  }

  prepare(index: FileIndex): EntryBody | undefined {
    this.onSealed()
    const record = index.get(this.id)
    return record && { o: 'cnt', id: this.id, count: record.downloadCount + this.added }
  }

  resolve(): void {
    for (const { resolve } of this.waiting) resolve()
  }

  reject(error: FileError): void {
    this.onSealed()
    for (const { reject } of this.waiting) reject(error)
  }
}
