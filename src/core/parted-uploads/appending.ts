import type { Hash } from 'node:crypto'
import { FileError } from '../errors.js'
import type { RunningDigests } from '../running-digests.js'
import { PartBuffer } from './part-buffer.js'
import type { StoredParts } from './stored-parts.js'

interface AppendingOptions {
  readonly stored: StoredParts
  readonly digests: RunningDigests
  /** The bytes behind the last whole part. */
  readonly tail: Uint8Array
  /** Whether no byte counts before all are there. */
  readonly isWhole: boolean
}

/** The bytes of one request on their way into parts: no more than one of these is in memory. */
export class Appending {
  readonly #buffer: PartBuffer
  readonly #hash: Hash | undefined
  /** Which part is being filled. */
  #place: number
  /** Bytes of the upload, those that do not count yet included. */
  #arrived: number
  #hasFailed = false

  constructor(private readonly options: AppendingOptions) {
    const { stored, digests, tail } = options
    const { id, size, offset, partSize } = stored.state
    this.#place = Math.floor(offset / partSize)
    this.#buffer = new PartBuffer(Math.min(partSize, size - this.#place * partSize), tail)
    this.#hash = digests.at(id, offset)
    this.#arrived = offset
  }

  /** Throws what `bytes` does, and `FILE_TOO_LARGE` where they are more than the upload has. */
  async take(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of bytes) await this.#add(chunk)
    } catch (error) {
      if (!this.options.isWhole && !this.#hasFailed) await this.#finish()
      throw error
    }
    await this.#finish()
  }

  async #add(chunk: Uint8Array): Promise<void> {
    const { offset, size } = this.options.stored.state
    const room = size - this.#arrived
    for (let rest = chunk.subarray(0, room); rest.length > 0; ) {
      if (this.#buffer.isFull) await this.#flush(this.options.isWhole ? offset : this.#arrived)
      const taken = this.#buffer.add(rest)
      this.#hash?.update(taken)
      this.#arrived += taken.length
      rest = rest.subarray(taken.length)
    }
    if (chunk.length > room) throw new FileError('FILE_TOO_LARGE')
  }

  async #finish(): Promise<void> {
    if (this.#arrived > this.options.stored.state.offset) await this.#flush(this.#arrived)
  }

  /** Stores what is in the buffer, and has the upload count so many bytes. */
  async #flush(counted: number): Promise<void> {
    const { stored, digests } = this.options
    const { id, size } = stored.state
    this.#hasFailed = true
    if (this.#buffer.isFull || this.#arrived === size) {
      await stored.addPart(this.#place++, this.#buffer.bytes, counted)
    } else {
      await stored.addTail(this.#buffer.bytes, counted)
    }
    this.#hasFailed = false
    this.#buffer.clear()
    if (this.#hash && counted === this.#arrived) digests.keep(id, counted, this.#hash)
  }
}
