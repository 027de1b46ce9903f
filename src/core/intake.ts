import { createHash, hash } from 'node:crypto'
import { FileError } from './errors.js'
import type { Bytes } from './ports/content-store.js'

/** A digest that the caller sent along and that the content must have. */
export interface ExpectedDigest {
  readonly algorithm: 'sha256' | 'sha512'
  readonly value: Buffer
}

interface IntakeOptions {
  /** Most bytes taken; 0 is no limit. */
  readonly limit: number
  readonly digests: readonly ExpectedDigest[]
}

/** Counts and hashes bytes as they pass, and refuses them when they are too many or not the announced ones. */
export class Intake {
  size = 0
  #sha256 = ''

  constructor(private readonly options: IntakeOptions) {}

  /** Lower-case hex; known once the chunks ended. */
  get sha256(): string {
    return this.#sha256
  }

  /** Passes the bytes on, with `FILE_TOO_LARGE` and `DIGEST_MISMATCH` thrown at once or in place of a chunk. */
  take(bytes: Bytes): Bytes {
    if (!(bytes instanceof Uint8Array)) return this.chunks(bytes)
    this.#count(bytes)
    this.#finish({
      sha256: hash('sha256', bytes, 'buffer'),
      ...(this.#wantsSha512 && { sha512: hash('sha512', bytes, 'buffer') }),
    })
    return bytes
  }

  /** Passes `source` on. Throws `FILE_TOO_LARGE` and, in place of its end, `DIGEST_MISMATCH`. */
  async *chunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const sha256 = createHash('sha256')
    const sha512 = this.#wantsSha512 ? createHash('sha512') : undefined
    for await (const chunk of source) {
      this.#count(chunk)
      sha256.update(chunk)
      sha512?.update(chunk)
      yield chunk
    }
    this.#finish({ sha256: sha256.digest(), ...(sha512 && { sha512: sha512.digest() }) })
  }

  get #wantsSha512(): boolean {
    return this.options.digests.some(({ algorithm }) => algorithm === 'sha512')
  }

  #count(chunk: Uint8Array): void {
    const { limit } = this.options
    this.size += chunk.length
    if (limit > 0 && this.size > limit) throw tooLarge(limit)
  }

  #finish(actual: { readonly sha256: Buffer; readonly sha512?: Buffer }): void {
    for (const { algorithm, value } of this.options.digests) {
      if (!actual[algorithm]?.equals(value)) throw new FileError('DIGEST_MISMATCH')
    }
    this.#sha256 = actual.sha256.toString('hex')
  }
}

export const tooLarge = (limit: number): FileError =>
  new FileError('FILE_TOO_LARGE', { detail: `The limit is ${limit} bytes` })
