import { FileError } from '../../../core/errors.js'
import { storeError } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'

/** Milliseconds for which a look at the disk is good, where there is plenty. */
const freshFor = 1_000
/** Bytes that count as plenty: far more than can be written before the next look. */
const plenty = 4 * 1024 ** 3

/** What uploads can still take of a file system. */
export class FreeSpace {
  #looked = Number.NEGATIVE_INFINITY
  #unreserved = 0

  constructor(
    private readonly fs: Fs,
    private readonly path: string,
    /** Bytes that must stay free. */
    private readonly reserve: number
  ) {}

  /** Throws `INSUFFICIENT_STORAGE` when `bytes` more would not fit beside the reserve. */
  async ensure(bytes: number): Promise<void> {
    const known = performance.now() - this.#looked < freshFor ? this.#unreserved : 0
    if (known - bytes > plenty) return
    if (bytes > (await this.#look())) throw new FileError('INSUFFICIENT_STORAGE')
  }

  /** Bytes that would still fit. */
  async room(): Promise<number> {
    return Math.max(0, await this.#look())
  }

  /** What is free beside the reserve; less than nothing where that is touched already. */
  async #look(): Promise<number> {
    const free = await this.fs.freeSpace(this.path).catch((error: unknown) => {
      throw storeError(error)
    })
    this.#looked = performance.now()
    this.#unreserved = free - this.reserve
    return this.#unreserved
  }
}
