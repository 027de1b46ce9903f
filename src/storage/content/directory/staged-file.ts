import type { StagedContent } from '../../../core/ports/content-store.js'
import { storeError } from '../../fs/errors.js'
import type { Fs, FsFile } from '../../fs/fs.js'
import type { DirectorySync } from './directory-sync.js'
import type { SyncPolicy } from './sync-policy.js'

interface StagedFileOptions {
  readonly fs: Fs
  readonly file: FsFile
  readonly key: string
  readonly partPath: string
  readonly finalPath: string
  /** The directory of `finalPath`. */
  readonly directory: DirectorySync
  readonly policy: SyncPolicy
}

/** A part file on its way to its final name. */
export class StagedFile implements StagedContent {
  readonly key: string
  #placed: Promise<void> | undefined
  #published: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(private readonly options: StagedFileOptions) {
    this.key = options.key
  }

  publish(): Promise<void> {
    // Without the sync the new name may be gone after a power cut although the bytes are on the disk.
    this.#published ??= this.place().then(() => this.options.directory.sync())
    return this.#published
  }

  /** Brings the bytes to the disk and the file to its place, whose directory somebody then syncs for several at once. */
  place(): Promise<void> {
    this.#placed ??= this.#place()
    return this.#placed
  }

  async discard(): Promise<void> {
    const { fs, partPath, finalPath } = this.options
    await (this.#published ?? this.#placed)?.catch(ignore)
    await this.#close().catch(ignore)
    // Only one of the two exists; where removing fails, the next start does it.
    await fs.unlink(partPath).catch(ignore)
    if (this.#placed) await fs.unlink(finalPath).catch(ignore)
  }

  async #place(): Promise<void> {
    const { fs, file, partPath, finalPath, policy } = this.options
    await policy.run('contentSync', () => file.datasync())
    try {
      await this.#close()
      await fs.rename(partPath, finalPath)
    } catch (error) {
      throw storeError(error)
    }
  }

  #close(): Promise<void> {
    this.#closed ??= this.options.file.close()
    return this.#closed
  }
}

function ignore(): void {}
