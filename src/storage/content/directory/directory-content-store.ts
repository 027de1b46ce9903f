/**
 * Contents as plain files, one for each key:
 *
 *     <directory>/content/<key>      whole, durable, immutable
 *     <directory>/tmp/<key>.part     coming in; worth nothing after a crash
 *     <directory>/trash/<date>/<key> found at start without a record; kept a week for an operator to look at
 *
 * Crash argument. Bytes are written to `tmp`, synced, renamed into `content`, and that directory is synced, all
 * before the record that names them is written: a record never names bytes that a power cut can still take. A cut
 * before the rename leaves a part file, which the next start removes; one between rename and record leaves a file
 * without a record, which the next start moves to `trash`. Nothing is ever written in place, and removal only
 * unlinks, so whoever has a content open reads it to its end.
 */
import { join } from 'node:path'
import { FileError } from '../../../core/errors.js'
import type { Measure } from '../../../core/measure.js'
import type {
  Bytes,
  ContentInventory,
  ContentRange,
  ContentReader,
  ContentStore,
  Removal,
} from '../../../core/ports/content-store.js'
import type { Report } from '../../../core/report.js'
import { nativeCode, storeError } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { DirectorySync } from './directory-sync.js'
import { filesIn } from './files-in.js'
import { FreeSpace } from './free-space.js'
import { openContent } from './open-content.js'
import { StagedFile } from './staged-file.js'
import { SyncPolicy } from './sync-policy.js'
import { Trash } from './trash.js'
import { writeChunks, writeFully } from './write-chunks.js'

/** Bytes of an upload after which the free space is looked at again. */
const spaceCheckBytes = 32 * 1024 * 1024

interface DirectoryContentStoreOptions {
  readonly directory: string
  readonly fs: Fs
  /** Bytes that uploads must leave free on the file system. */
  readonly minFreeSpace: number
  readonly report: Report
  readonly measure?: Measure
  /** Shared with others that keep contents in the same place. */
  readonly policy?: SyncPolicy
}

export class DirectoryContentStore implements ContentStore, ContentInventory {
  readonly #fs: Fs
  readonly #content: string
  readonly #tmp: string
  readonly #space: FreeSpace
  #probes = 0
  readonly #policy: SyncPolicy
  readonly #contentSync: DirectorySync
  readonly #trash: Trash

  private constructor(options: DirectoryContentStoreOptions) {
    const { directory, fs, minFreeSpace, report, measure = () => {} } = options
    this.#fs = fs
    this.#content = join(directory, 'content')
    this.#tmp = join(directory, 'tmp')
    this.#space = new FreeSpace(fs, this.#tmp, minFreeSpace)
    this.#policy = options.policy ?? new SyncPolicy(report, measure)
    this.#contentSync = new DirectorySync(fs, this.#content, this.#policy)
    this.#trash = new Trash(fs, join(directory, 'trash'))
  }

  /** Makes the directories where they are missing, durably, and removes what a crash left half written. */
  static async open(options: DirectoryContentStoreOptions): Promise<DirectoryContentStore> {
    const store = new DirectoryContentStore(options)
    const { fs, directory } = options
    await fs.makeDirectory(store.#content)
    await fs.makeDirectory(store.#tmp)
    await fs.syncDirectory(directory)
    await store.#requireOneDevice()
    // What would fail every upload is better told at the start.
    await Promise.all([store.#content, store.#tmp].map((path) => fs.requireWritable(path)))
    for (const path of await filesIn(fs, store.#tmp)) await fs.unlink(path)
    await store.#trash.purge()
    return store
  }

  async stage(key: string, bytes: Bytes): Promise<StagedFile> {
    this.#policy.check()
    const path = join(this.#tmp, `${key}.part`)
    const file = await this.#fs.open(path, 'create').catch(rethrow)
    const staged = new StagedFile({
      fs: this.#fs,
      file,
      key,
      partPath: path,
      finalPath: join(this.#content, key),
      directory: this.#contentSync,
      policy: this.#policy,
    })
    try {
      if (bytes instanceof Uint8Array) await writeFully(file, [bytes], 0)
      else await writeChunks(file, this.#whileSpaceLasts(bytes))
      return staged
    } catch (error) {
      await staged.discard()
      throw error
    }
  }

  /** Every file that was placed before this call has its name for good when it resolves. */
  syncNames(): Promise<void> {
    return this.#contentSync.sync()
  }

  async open(key: string, range: ContentRange): Promise<ContentReader> {
    return openContent(this.#fs, join(this.#content, key), range)
  }

  async delete(key: string): Promise<Removal> {
    await this.#fs.unlink(join(this.#content, key)).catch((error) => {
      if (nativeCode(error) !== 'ENOENT') throw storeError(error)
    })
    // A power cut brings back what was removed since the last sync. That must stay so little that a start can tell it
    // from the contents of another store.
    await this.#contentSync.defer()
    return 'gone'
  }

  ensureSpace(bytes: number): Promise<void> {
    return this.#space.ensure(bytes)
  }

  room(): Promise<number> {
    return this.#space.room()
  }

  /** What was not announced can fill the disk as well; the reserve is what deletions and metadata live on. */
  async *#whileSpaceLasts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let unchecked = 0
    for await (const chunk of chunks) {
      unchecked += chunk.length
      if (unchecked >= spaceCheckBytes) {
        unchecked = 0
        await this.ensureSpace(0)
      }
      yield chunk
    }
  }

  async check(): Promise<void> {
    this.#policy.check()
    await this.#fs.stat(this.#content).catch(rethrow)
    await this.ensureSpace(0)
    const staged = await this.stage(`probe-${++this.#probes}`, new Uint8Array())
    await staged.discard()
  }

  async keys(): Promise<Set<string>> {
    return new Set(await this.#fs.list(this.#content))
  }

  /** The bytes of every content, by key; what is no file counts as none. */
  async sizes(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>()
    for (const key of await this.#fs.list(this.#content)) {
      const { isFile, size } = await this.#fs.stat(join(this.#content, key))
      if (isFile) sizes.set(key, size)
    }
    return sizes
  }

  isWaiting(): boolean {
    return false
  }

  async quarantine(key: string): Promise<void> {
    await this.#trash.take(join(this.#content, key), key)
    await this.#contentSync.sync()
  }

  /** A rename across devices is a copy, which a crash can cut in two. */
  async #requireOneDevice(): Promise<void> {
    const [content, tmp] = await Promise.all(
      [this.#content, this.#tmp].map((p) => this.#fs.stat(p))
    )
    if (!content?.isDirectory || !tmp?.isDirectory || content.device !== tmp.device) {
      throw new FileError('STORE_UNAVAILABLE', {
        detail: 'content and tmp must be directories of one file system',
      })
    }
  }
}

function rethrow(error: unknown): never {
  throw storeError(error)
}
