import { createHash } from 'node:crypto'
import { type FileError, hasCode } from '../../../../core/errors.js'
import type {
  CompletedUpload,
  HeldUpload,
  UnfinishedUpload,
} from '../../../../core/ports/unfinished-uploads.js'
import type { RunningDigests } from '../../../../core/running-digests.js'
import { ifThere, storeError } from '../../../fs/errors.js'
import type { Fs, FsFile } from '../../../fs/fs.js'
import type { DirectorySync } from '../directory-sync.js'
import { openContent } from '../open-content.js'
import type { SyncPolicy } from '../sync-policy.js'
import { writeChunks } from '../write-chunks.js'
import { PlacedPart } from './placed-part.js'
import { Stretch } from './stretch.js'

interface HeldFileOptions {
  readonly fs: Fs
  readonly policy: SyncPolicy
  readonly digests: RunningDigests
  readonly partPath: string
  /** Where the bytes go when they become a content, and the sync of the directory that it is in. */
  readonly contentPath: string
  readonly contentSync: DirectorySync
  readonly ensureSpace: () => Promise<void>
  /** Makes it durable that there is a part. */
  readonly syncName: () => Promise<void>
  /** Writes the state; throws `FILE_NOT_FOUND` when the upload is gone. */
  readonly count: (upload: UnfinishedUpload) => Promise<void>
  /** Throws `FILE_NOT_FOUND` when the upload is gone. */
  readonly requireKnown: () => void
  /** Moves bytes that were placed for a commit which then failed back to the part. */
  readonly takeBack: () => Promise<void>
  /** Removes the upload as one whose bytes are lost; the error to say so with. */
  readonly lose: () => Promise<FileError>
  readonly remove: () => Promise<void>
  readonly release: () => void
}

export class HeldFile implements HeldUpload {
  #file: Promise<FsFile> | undefined

  constructor(
    private current: UnfinishedUpload,
    private readonly options: HeldFileOptions
  ) {}

  get upload(): UnfinishedUpload {
    return this.current
  }

  async append(
    bytes: AsyncIterable<Uint8Array>,
    { isWhole = false }: { isWhole?: boolean } = {}
  ): Promise<number> {
    const { policy } = this.options
    policy.check()
    const source = bytes[Symbol.asyncIterator]()
    let stretch: Stretch
    try {
      do {
        stretch = await this.#write(source, isWhole)
      } while (!stretch.isLast)
    } catch (error) {
      throw storeError(error)
    } finally {
      await source.return?.()
    }
    if (stretch.failure !== undefined) throw stretch.failure
    return this.current.offset
  }

  async complete(): Promise<CompletedUpload> {
    const { fs, policy, digests, partPath, contentPath, contentSync } = this.options
    const { id, size } = this.current
    this.options.requireKnown()
    await this.options.takeBack()
    const digest = digests.at(id, size)
    try {
      if (size === 0) await this.#open()
      const reader = await openContent(fs, partPath, {
        start: 0,
        end: digest ? -1 : size - 1,
        size,
      })
      const hash = digest ?? createHash('sha256')
      for await (const chunk of reader) hash.update(chunk)
      const staged = new PlacedPart({
        key: id,
        fs,
        policy,
        file: await this.#open(),
        partPath,
        contentPath,
        contentSync,
        requireKnown: this.options.requireKnown,
        takeBack: this.options.takeBack,
      })
      return { staged, sha256: hash.digest('hex') }
    } catch (error) {
      if (hasCode(error, 'CONTENT_MISSING')) throw await this.options.lose()
      throw storeError(error)
    }
  }

  async remove(): Promise<void> {
    await this.options.remove()
  }

  async release(): Promise<void> {
    const file = await this.#file?.catch(() => undefined)
    this.#file = undefined
    await file?.close().catch(() => {})
    this.options.release()
  }

  /** Some more of the source, durable and counted. */
  async #write(source: AsyncIterator<Uint8Array>, isWhole: boolean): Promise<Stretch> {
    const { policy, digests, ensureSpace, count } = this.options
    const { id, size, offset } = this.current
    const digest = digests.at(id, offset)
    const stretch = new Stretch(source, {
      room: size - offset,
      isEndless: isWhole,
      onBytes: (bytes) => digest?.update(bytes),
    })
    const file = await this.#open()
    try {
      await writeChunks(file, stretch, offset)
    } catch (error) {
      await this.#cut()
      throw error
    }
    if (stretch.length === 0) return stretch
    if (isWhole && stretch.failure !== undefined) {
      await this.#cut()
      return stretch
    }
    await policy.run('contentSync', () => file.datasync())
    const upload = { ...this.current, offset: offset + stretch.length }
    await count(upload)
    this.current = upload
    if (digest) digests.keep(id, upload.offset, digest)
    if (!stretch.isLast) await ensureSpace()
    return stretch
  }

  /** The part with as many bytes as were counted: what came behind them was never acknowledged. */
  #open(): Promise<FsFile> {
    this.#file ??= this.#openPart()
    return this.#file
  }

  async #openPart(): Promise<FsFile> {
    const { fs, policy, partPath } = this.options
    const there = await ifThere(fs.open(partPath, 'write'))
    const file = there ?? (await fs.open(partPath, 'create'))
    try {
      if (!there) await policy.run('directorySync', this.options.syncName)
      const { size } = await file.stat()
      if (size > this.current.offset) await file.truncate(this.current.offset)
      return file
    } catch (error) {
      await file.close().catch(() => {})
      throw error
    }
  }

  /** Gives the space back at once; where that fails, whoever opens the part the next time does it. */
  async #cut(): Promise<void> {
    const file = await this.#file?.catch(() => undefined)
    await file?.truncate(this.current.offset).catch(() => {})
  }
}
