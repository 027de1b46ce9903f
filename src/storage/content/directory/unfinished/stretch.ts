import { FileError } from '../../../../core/errors.js'

/** Bytes and milliseconds after which what has arrived is made durable, so that a crash costs no more. */
const longest = { bytes: 16 * 1024 * 1024, ms: 10_000 }

/** What of a source is written before it is made durable. It never throws: what was wrong stays to be told after that. */
export class Stretch {
  /** Bytes that were passed on. */
  length = 0
  /** Whether the source has no more to give. */
  isLast = false
  failure: unknown

  constructor(
    private readonly source: AsyncIterator<Uint8Array>,
    private readonly options: {
      /** Most bytes that there may be. */
      readonly room: number
      readonly isEndless: boolean
      readonly onBytes: (bytes: Uint8Array) => void
    }
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const until = performance.now() + longest.ms
    const isOver = () => this.length >= longest.bytes || performance.now() >= until
    while (!this.isLast && (this.options.isEndless || !isOver())) {
      const chunk = await this.#next()
      if (chunk === undefined) return
      const bytes = chunk.subarray(0, this.options.room - this.length)
      this.length += bytes.length
      this.options.onBytes(bytes)
      yield bytes
      if (bytes.length < chunk.length) {
        this.#fail(new FileError('FILE_TOO_LARGE', { detail: 'The upload has fewer bytes' }))
      }
    }
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.source.next()
      if (!done) return value
      this.isLast = true
    } catch (error) {
      this.#fail(error)
    }
    return undefined
  }

  #fail(error: unknown): void {
    this.isLast = true
    this.failure = error
  }
}
