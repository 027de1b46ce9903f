import { join } from 'node:path'
import type { UnfinishedUpload } from '../../../../core/ports/unfinished-uploads.js'
import { ifThere, storeError } from '../../../fs/errors.js'
import type { Fs } from '../../../fs/fs.js'
import { thenClose } from '../../../fs/then-close.js'
import { writeAll } from '../../../fs/write-all.js'
import { DirectorySync } from '../directory-sync.js'
import { readFully } from '../spool/read-fully.js'
import type { SyncPolicy } from '../sync-policy.js'
import { parseUpload, writtenUpload } from './upload-state.js'

/** What is known of each upload, in a file of its own that is never seen in part. */
export class StateFiles {
  readonly #sync: DirectorySync
  #written = 0
  /** Uploads whose state is another one now, which a power cut could still take back. */
  readonly #inDoubt = new Set<string>()

  constructor(
    private readonly fs: Fs,
    private readonly directory: string,
    private readonly policy: SyncPolicy
  ) {
    this.#sync = new DirectorySync(fs, directory, policy)
  }

  /** What will not be another one after a power cut; undefined where there is none, or none that can be understood. */
  async read(id: string): Promise<UnfinishedUpload | undefined> {
    if (this.#inDoubt.has(id)) await this.#settle(id)
    const file = await ifThere(this.fs.open(this.#path(id), 'read'))
    if (file === undefined) return undefined
    return thenClose(file, async () => {
      const text = await readFully(file, 0, (await file.stat()).size)
      return parseUpload(id, text.toString())
    })
  }

  /** Brings the names in the directory to the disk, those of other files too. */
  sync(): Promise<void> {
    return this.#sync.sync()
  }

  /** Durable when it resolves. */
  async write(upload: UnfinishedUpload): Promise<void> {
    const { fs, policy } = this
    const draft = `${this.#path(upload.id)}.${++this.#written}.new`
    try {
      const file = await fs.open(draft, 'create')
      await thenClose(file, async () => {
        await writeAll(file, Buffer.from(writtenUpload(upload)), 0)
        await policy.run('contentSync', () => file.datasync())
      })
      this.#inDoubt.add(upload.id)
      await fs.rename(draft, this.#path(upload.id))
    } catch (error) {
      await fs.unlink(draft).catch(() => {})
      throw storeError(error)
    }
    await this.#settle(upload.id)
  }

  /** Durable when it resolves. */
  async remove(id: string): Promise<void> {
    try {
      await ifThere(this.fs.unlink(this.#path(id)))
    } catch (error) {
      throw storeError(error)
    }
    await this.#settle(id)
  }

  async #settle(id: string): Promise<void> {
    await this.#sync.sync()
    this.#inDoubt.delete(id)
  }

  #path(id: string): string {
    return join(this.directory, `${id}.json`)
  }
}
