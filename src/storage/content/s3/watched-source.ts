import { FileError } from '../../../core/errors.js'

/** Passes the chunks of an upload on, and remembers whether it was they that failed. */
export class WatchedSource {
  /** Bytes that came so far. */
  bytes = 0
  /** What the source threw. */
  failure: { readonly error: unknown } | undefined

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    /** Most bytes that fit. */
    private readonly limit: number
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.source) {
        this.bytes += chunk.length
        if (this.bytes > this.limit) throw new FileError('INSUFFICIENT_STORAGE')
        yield chunk
      }
    } catch (error) {
      this.failure = { error }
      throw error
    }
  }
}
