import { FileError } from '../../../core/errors.js'
import { nativeCode, storeError } from '../../fs/errors.js'
import type { FsFile } from '../../fs/fs.js'
import { journalSeed } from './journal-line.js'
import { StoreFault } from './store-fault.js'

/** The journal that is being written. A failed append leaves it as it was, or else throws `StoreFault`. */
export class JournalFile {
  readonly seed: number

  constructor(
    private readonly file: FsFile,
    readonly storeId: string,
    readonly generation: number,
    private length: number
  ) {
    this.seed = journalSeed(storeId, generation)
  }

  get isEmpty(): boolean {
    return this.length === 0
  }

  /** Writes all of `bytes` or none. */
  async append(bytes: Buffer): Promise<void> {
    const failure = await this.write(bytes)
    if (failure === undefined) {
      this.length += bytes.length
      return
    }
    if (nativeCode(failure.cause) === 'EIO')
      throw new StoreFault('the journal cannot be written', failure.cause)
    await this.rollBack(failure)
    throw failure
  }

  async sync(): Promise<void> {
    try {
      await this.file.datasync()
    } catch (cause) {
      throw new StoreFault('the journal cannot be synced', cause)
    }
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private async write(bytes: Buffer): Promise<FileError | undefined> {
    try {
      const written = await this.file.write([bytes], this.length)
      // A nearly full disk takes a part without an error; only the next write would fail.
      return written === bytes.length ? undefined : new FileError('INSUFFICIENT_STORAGE')
    } catch (cause) {
      return storeError(cause)
    }
  }

  private async rollBack(cause: FileError): Promise<void> {
    try {
      await this.file.truncate(this.length)
    } catch (error) {
      throw new StoreFault('a failed write to the journal cannot be undone', error ?? cause)
    }
    await this.sync()
  }
}
