import type { StagedContent } from '../../../../core/ports/content-store.js'
import { storeError } from '../../../fs/errors.js'
import type { Fs, FsFile } from '../../../fs/fs.js'
import type { DirectorySync } from '../directory-sync.js'
import type { SyncPolicy } from '../sync-policy.js'

interface PlacedPartOptions {
  readonly key: string
  readonly fs: Fs
  readonly policy: SyncPolicy
  readonly file: FsFile
  readonly partPath: string
  readonly contentPath: string
  /** The directory of `contentPath`. */
  readonly contentSync: DirectorySync
  readonly requireKnown: () => void
  readonly takeBack: () => Promise<void>
}

/** The part of an upload on its way to become a content. */
export class PlacedPart implements StagedContent {
  readonly key: string
  #published: Promise<void> | undefined

  constructor(private readonly options: PlacedPartOptions) {
    this.key = options.key
  }

  publish(): Promise<void> {
    this.#published ??= this.#publish()
    return this.#published
  }

  /** What cannot be moved back now is moved at the next start. */
  async discard(): Promise<void> {
    await this.#published?.catch(() => {})
    await this.options.takeBack().catch(() => {})
  }

  async #publish(): Promise<void> {
    const { fs, policy, file, partPath, contentPath, contentSync } = this.options
    this.options.requireKnown()
    // Its bytes are there already, but not the length of one that has none.
    await policy.run('contentSync', () => file.datasync())
    await fs.rename(partPath, contentPath).catch((error) => {
      throw storeError(error)
    })
    await contentSync.sync()
  }
}
