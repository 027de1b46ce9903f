/**
 * Uploads that come in several requests, beside the contents that they become:
 *
 *     <directory>/tus/<id>.json   what is known of the upload, and how many of its bytes count
 *     <directory>/tus/<id>.part   its bytes, until they are a content
 *
 * Crash argument. Bytes and their name are synced before the state that counts them is written, and that is never seen in
 * part: written under another name, synced, renamed, the directory synced. Bytes behind the counted ones (a power cut may leave a part
 * that is longer) were never acknowledged and are cut off by the next who writes. At the end the part is renamed to
 * `content/<id>` before the record is written; a cut between the two leaves a content without a record, of which the state
 * says that all has arrived: the start moves it back, and the upload can be finished again. The state stays behind the record.
 * It goes durably before a record is deleted, so an upload whose record was deleted never looks like one that had none.
 */
import { join } from 'node:path'
import { FileError } from '../../../../core/errors.js'
import type {
  HeldUpload,
  NewUpload,
  UnfinishedUpload,
  UnfinishedUploads,
} from '../../../../core/ports/unfinished-uploads.js'
import type { Report } from '../../../../core/report.js'
import { RunningDigests } from '../../../../core/running-digests.js'
import { ifThere, storeError } from '../../../fs/errors.js'
import type { Fs } from '../../../fs/fs.js'
import { DirectorySync } from '../directory-sync.js'
import type { SyncPolicy } from '../sync-policy.js'
import { HeldFile } from './held-file.js'
import { Holds } from './holds.js'
import { StateFiles } from './state-files.js'

interface UnfinishedFilesOptions {
  /** The data directory, in which `content` is already. */
  readonly directory: string
  readonly fs: Fs
  /** That of the contents, which are in the same place. */
  readonly policy: SyncPolicy
  readonly ensureSpace: () => Promise<void>
  readonly hasRecord: (id: string) => Promise<boolean>
  readonly report: Report
  /** Milliseconds for which a holder is given to come to an end. */
  readonly patience?: number
}

interface Entry {
  readonly expiresAt: number
  /** Whether bytes are still to come. */
  readonly waits: boolean
}

export class UnfinishedFiles implements UnfinishedUploads {
  readonly #fs: Fs
  readonly #tus: string
  readonly #content: string
  readonly #states: StateFiles
  readonly #holds: Holds
  readonly #contentSync: DirectorySync
  readonly #digests = new RunningDigests()
  readonly #entries = new Map<string, Entry>()
  #isClosed = false

  private constructor(private readonly options: UnfinishedFilesOptions) {
    const { directory, fs, policy, patience } = options
    this.#fs = fs
    this.#tus = join(directory, 'tus')
    this.#content = join(directory, 'content')
    this.#states = new StateFiles(fs, this.#tus, policy)
    this.#holds = new Holds(patience)
    this.#contentSync = new DirectorySync(fs, this.#content, policy)
  }

  /** Reads what there is and settles what a crash left. Before contents without a record are looked for. */
  static async open(options: UnfinishedFilesOptions): Promise<UnfinishedFiles> {
    const files = new UnfinishedFiles(options)
    const { fs } = options
    await fs.makeDirectory(files.#tus)
    await fs.requireWritable(files.#tus)
    // A killed process may have left names that a power cut would still take back.
    await files.#states.sync()
    const names = await fs.list(files.#tus)
    for (const name of names) {
      if (name.endsWith('.json')) await files.#recover(name.slice(0, -'.json'.length))
    }
    for (const name of names) {
      const isOurs = name.endsWith('.new') || name.endsWith('.part')
      if (isOurs && !files.#entries.has(name.replace(/\.part$/, ''))) {
        await ifThere(fs.unlink(join(files.#tus, name)))
      }
    }
    return files
  }

  async add(upload: NewUpload): Promise<void> {
    this.#requireOpen()
    this.options.policy.check()
    const part = this.#partPath(upload.id)
    try {
      // Its name is synced together with that of the state, before anything counts a byte of it.
      await (await this.#fs.open(part, 'create')).close()
      await this.#states.write({ ...upload, offset: 0 })
    } catch (error) {
      await this.#fs.unlink(part).catch(() => {})
      throw storeError(error)
    }
    this.#note({ ...upload, offset: 0 })
  }

  async hold(id: string, onWanted: () => void): Promise<HeldUpload | undefined> {
    this.#requireOpen()
    if (!this.#entries.has(id)) return undefined
    const release = await this.#holds.take(id, onWanted)
    try {
      const held = this.#entries.has(id) ? await this.#open(id, release) : undefined
      if (!held) release()
      return held
    } catch (error) {
      release()
      throw storeError(error)
    }
  }

  async forget(id: string): Promise<void> {
    this.#requireOpen()
    if (!this.#entries.has(id)) return
    await this.#states.remove(id)
    this.#entries.delete(id)
    this.#digests.drop(id)
    // Without its state the next start removes it as well.
    await this.#fs.unlink(this.#partPath(id)).catch(() => {})
  }

  async expired(limit: number): Promise<string[]> {
    this.#requireOpen()
    const now = Date.now()
    const ids: string[] = []
    for (const [id, { expiresAt }] of this.#entries) {
      if (ids.length === limit) break
      if (expiresAt <= now) ids.push(id)
    }
    return ids
  }

  async count(): Promise<number> {
    this.#requireOpen()
    const now = Date.now()
    let waiting = 0
    for (const { waits, expiresAt } of this.#entries.values())
      if (waits && expiresAt > now) waiting++
    return waiting
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }

  async #open(id: string, release: () => void): Promise<HeldUpload | undefined> {
    const { fs, options } = { fs: this.#fs, options: this.options }
    const upload = await this.#states.read(id)
    if (!upload) {
      // Its removal was cut short.
      await this.forget(id)
      return undefined
    }
    if (!(await this.#hasBytes(upload))) throw await this.#lose(id)
    return new HeldFile(upload, {
      fs,
      policy: options.policy,
      digests: this.#digests,
      partPath: this.#partPath(id),
      contentPath: join(this.#content, id),
      contentSync: this.#contentSync,
      ensureSpace: options.ensureSpace,
      syncName: () => this.#states.sync(),
      count: async (counted) => {
        this.#requireKnown(id)
        await this.#states.write(counted)
        this.#note(counted)
      },
      requireKnown: () => this.#requireKnown(id),
      takeBack: () => this.#takeBack(id),
      lose: () => this.#lose(id),
      remove: () => this.forget(id),
      release,
    })
  }

  /** Whether there are as many bytes as were counted. Of those that all arrived they may be a content by now. */
  async #hasBytes({ id, size, offset }: UnfinishedUpload): Promise<boolean> {
    const part = await ifThere(this.#fs.stat(this.#partPath(id)))
    if (part === undefined) return offset === 0 || offset === size
    return part.isFile && part.size >= offset
  }

  async #lose(id: string): Promise<FileError> {
    this.options.report('warn', `Bytes of the unfinished upload ${id} are lost`)
    await this.forget(id)
    return new FileError('UPLOAD_GONE', { detail: 'Bytes of the upload are lost' })
  }

  async #recover(id: string): Promise<void> {
    const upload = await this.#states.read(id)
    if (upload === undefined) {
      this.options.report('warn', `tus/${id}.json is not the state of an upload and is removed`)
      await this.#states.remove(id)
      return
    }
    this.#note(upload)
    if (upload.offset < upload.size) return
    if (await this.options.hasRecord(id)) await this.#leave(id)
    else await this.#takeBack(id)
  }

  /** Of an upload that has a record, nothing but the content is needed. */
  async #leave(id: string): Promise<void> {
    const [part, content] = [this.#partPath(id), join(this.#content, id)]
    if ((await ifThere(this.#fs.stat(part))) === undefined) return
    // The commit was taken for one that had failed, and the bytes were moved back.
    if ((await ifThere(this.#fs.stat(content))) === undefined) {
      await this.#fs.rename(part, content)
      await this.#contentSync.sync()
    } else await this.#fs.unlink(part)
  }

  /** Only of an upload that has no record. */
  async #takeBack(id: string): Promise<void> {
    const content = join(this.#content, id)
    if ((await ifThere(this.#fs.stat(content))) === undefined) return
    await this.#fs.rename(content, this.#partPath(id))
    // Here before it may be gone there.
    await this.#states.sync()
  }

  #note({ id, expiresAt, offset, size }: UnfinishedUpload): void {
    this.#entries.set(id, { expiresAt, waits: offset < size })
  }

  #requireKnown(id: string): void {
    this.#requireOpen()
    if (!this.#entries.has(id)) throw new FileError('FILE_NOT_FOUND')
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new FileError('STORE_UNAVAILABLE')
  }

  #partPath(id: string): string {
    return join(this.#tus, `${id}.part`)
  }
}
