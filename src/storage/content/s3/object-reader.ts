import type { Readable } from 'node:stream'
import { FileError } from '../../../core/errors.js'
import type { ContentReader } from '../../../core/ports/content-store.js'
import { storeError } from './errors.js'

interface ObjectReaderOptions {
  readonly body: Readable
  /** Bytes that the body must have. */
  readonly length: number
  /** Milliseconds in which more of it has to come, once it is asked for. */
  readonly timeout: number
  /** Called once when nothing more is read. */
  readonly onClose: () => void
}

/** Passes the body of an answer on, and throws where it stops before its end. */
export class ObjectReader implements ContentReader {
  readonly #body: Readable
  readonly #chunks: AsyncIterator<Uint8Array>
  #left: number
  #closed = false

  constructor(private readonly options: ObjectReaderOptions) {
    this.#body = options.body
    this.#left = options.length
    // It fails whoever asks for more; while nobody does, nobody needs to know.
    this.#body.on('error', () => {})
    this.#chunks = this.#body.iterator({ destroyOnReturn: false })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#closed || this.#left === 0) return this.return()
    try {
      const { done, value } = await this.#nextChunk()
      if (done || value.length > this.#left) throw new FileError('STORE_UNAVAILABLE')
      this.#left -= value.length
      return { done: false, value }
    } catch (error) {
      await this.return()
      throw storeError(error)
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#closed) {
      this.#closed = true
      // What has come in whole leaves its connection to the next request; anything else would have to be read first.
      if (this.#left === 0) this.#body.resume()
      else this.#body.destroy()
      this.options.onClose()
    }
    return { done: true, value: undefined }
  }

  async #nextChunk(): Promise<IteratorResult<Uint8Array>> {
    const { timeout } = this.options
    const timer = setTimeout(() => {
      this.#body.destroy(new Error(`Nothing of the content came for ${timeout} ms`))
    }, timeout)
    try {
      return await this.#chunks.next()
    } finally {
      clearTimeout(timer)
    }
  }
}
