import { createHash } from 'node:crypto'
import type { FileRecord } from '../file-record.js'

/** By which two readings of all records are told to be the same, without either of them in memory. */
export class RecordsDigest {
  readonly #hash = createHash('sha256')
  #value: string | undefined

  /** Passes the records on, and tells the number of each that was taken. */
  async *pass(
    records: AsyncIterable<FileRecord>,
    onTaken: (count: number) => void = () => {}
  ): AsyncGenerator<FileRecord> {
    let count = 0
    for await (const record of records) {
      this.#hash.update(JSON.stringify(Object.entries(record).sort()))
      yield record
      onTaken(++count)
    }
  }

  /** Known once the records ended. */
  get value(): string {
    this.#value ??= this.#hash.digest('hex')
    return this.#value
  }
}
