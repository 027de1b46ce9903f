import { FileError } from '../../../core/errors.js'
import type { ContentRange, ContentReader } from '../../../core/ports/content-store.js'
import { storeError } from '../../fs/errors.js'
import type { FsFile } from '../../fs/fs.js'

const smallest = 64 * 1024
const largest = 1024 * 1024

/**
 * Chunks of a size that are taken without a pause before larger ones come, which cost a fraction of many small ones.
 * Several megabytes vanish in the buffers of a connection on which nobody reads.
 */
const steps = 128
/** Milliseconds for a chunk that are a pause: then the smallest come again, since it is held for as long as it lasts. */
const pause = 200

/** Reads the range and closes the file at the end, on an error, and when the reader stops early. */
export function readChunks(file: FsFile, range: ContentRange): ContentReader {
  return new FileReader(file, range)
}

class FileReader implements ContentReader {
  #position: number
  #size = smallest
  #passedAt = Number.NaN
  /** Bytes that were taken without a pause. */
  #steady = 0
  #spare: Buffer | undefined
  /** The next chunk, which is read while a larger one is sent; a slow reader is to hold no second one. */
  #ahead: Promise<Buffer> | undefined
  #closed = false

  constructor(
    private readonly file: FsFile,
    private readonly range: ContentRange
  ) {
    this.#position = range.start
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#closed) return { done: true, value: undefined }
    this.#adaptSize()
    try {
      const value = await (this.#ahead ?? this.#readNext())
      if (value === undefined) return await this.return()
      this.#ahead = this.#size > smallest ? this.#readNext() : undefined
      // It fails whoever asks for it; if nobody does any more, nobody needs to know.
      this.#ahead?.catch(() => {})
      this.#passedAt = performance.now()
      this.#steady += value.length
      return { done: false, value }
    } catch (error) {
      await this.return()
      throw storeError(error)
    }
  }

  recycle({ buffer }: Uint8Array): void {
    this.#spare = Buffer.from(buffer)
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#closed) {
      this.#closed = true
      await this.file.close().catch(() => {})
    }
    return { done: true, value: undefined }
  }

  /** Undefined behind the end of the range. */
  #readNext(): Promise<Buffer> | undefined {
    const left = this.range.end - this.#position + 1
    return left > 0 && !this.#closed ? this.#read(Math.min(this.#size, left)) : undefined
  }

  async #read(size: number): Promise<Buffer> {
    const spare = this.#spare
    this.#spare = undefined
    const fits = spare !== undefined && spare.length >= size && spare.length <= this.#size
    const buffer = fits ? spare.subarray(0, size) : Buffer.allocUnsafeSlow(size)
    const length = await this.file.read(buffer, this.#position)
    if (length === 0) throw new FileError('CONTENT_MISSING')
    this.#position += length
    return buffer.subarray(0, length)
  }

  #adaptSize(): void {
    if (performance.now() - this.#passedAt > pause) {
      this.#steady = 0
      this.#size = smallest
    } else if (this.#steady >= this.#size * steps) {
      this.#size = Math.min(largest, this.#size * 2)
    }
  }
}
