import type { Cut } from './body-reader.js'

const nothing = Buffer.alloc(0)
const carriageReturn = 13

/**
 * Cuts a content out of a body, chunk by chunk: what is left is as if that had been empty. The delimiter behind it
 * has a carriage return at its beginning and nowhere else.
 */
export class CutOut {
  /** Bytes of the content, once the delimiter was found. */
  length: number | undefined
  #passed = 0
  #skip: number
  /** What may be the beginning of the delimiter. */
  #held: Buffer = nothing

  constructor(
    /** The bytes in front of the content; the first chunks have them again. */
    private readonly head: Buffer,
    private readonly delimiter: Buffer
  ) {
    this.#skip = head.length
  }

  cut(chunk: Buffer): Cut {
    const bytes = this.#unseen(chunk)
    const found = bytes.indexOf(this.delimiter)
    const end = found === -1 ? this.#possibleStart(bytes) : found
    this.#passed += end
    this.#held = bytes.subarray(end)
    const content = bytes.subarray(0, end)
    if (found === -1) return { bytes: content }
    this.length = this.#passed
    return { bytes: content, rest: Buffer.concat([this.head, this.#held]) }
  }

  #unseen(chunk: Buffer): Buffer {
    const skipped = Math.min(this.#skip, chunk.length)
    this.#skip -= skipped
    const fresh = chunk.subarray(skipped)
    return this.#held.length > 0 ? Buffer.concat([this.#held, fresh]) : fresh
  }

  /** Where a delimiter begins that the next chunk may complete, and otherwise the end. */
  #possibleStart(bytes: Buffer): number {
    const { delimiter } = this
    const from = Math.max(0, bytes.length - delimiter.length + 1)
    // It has no second carriage return, so only the last one can be its beginning.
    const last = bytes.subarray(from).lastIndexOf(carriageReturn)
    if (last === -1) return bytes.length
    const tail = bytes.subarray(from + last)
    return delimiter.subarray(0, tail.length).equals(tail) ? from + last : bytes.length
  }
}
