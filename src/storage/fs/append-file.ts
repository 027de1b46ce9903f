import { FileError } from '../../core/errors.js'
import { nativeCode, storeError } from './errors.js'
import type { FsFile } from './fs.js'
import { StoreFault } from './store-fault.js'

/** A file that only grows. A failed append leaves it as it was, or else throws `StoreFault`. */
export class AppendFile {
  #length: number

  constructor(
    protected readonly file: FsFile,
    length: number
  ) {
    this.#length = length
  }

  /** Bytes of all that was appended. */
  get length(): number {
    return this.#length
  }

  /** Writes all of the bytes or none. */
  async append(...buffers: readonly Uint8Array[]): Promise<void> {
    const bytes = buffers.reduce((sum, { length }) => sum + length, 0)
    const failure = await this.#write(buffers, bytes)
    if (failure === undefined) {
      this.#length += bytes
      return
    }
    if (nativeCode(failure.cause) === 'EIO')
      throw new StoreFault('the log cannot be written', failure.cause)
    await this.#rollBack(failure)
    throw failure
  }

  async sync(): Promise<void> {
    try {
      await this.file.datasync()
    } catch (cause) {
      throw new StoreFault('the log cannot be synced', cause)
    }
  }

  /** Takes all bytes out again; a power cut may bring them back. */
  async clear(): Promise<void> {
    await this.file.truncate(0)
    this.#length = 0
  }

  close(): Promise<void> {
    return this.file.close()
  }

  async #write(buffers: readonly Uint8Array[], bytes: number): Promise<FileError | undefined> {
    try {
      const written = await this.file.write(buffers, this.#length)
      // A nearly full disk takes a part without an error; only the next write would fail.
      return written === bytes ? undefined : new FileError('INSUFFICIENT_STORAGE')
    } catch (cause) {
      return storeError(cause)
    }
  }

  async #rollBack(cause: FileError): Promise<void> {
    try {
      await this.file.truncate(this.#length)
    } catch (error) {
      throw new StoreFault('a failed write to the log cannot be undone', error ?? cause)
    }
    await this.sync()
  }
}
