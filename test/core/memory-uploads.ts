import { createHash } from 'node:crypto'
import { FileError } from '../../src/core/errors.js'
import type {
  HeldUpload,
  NewUpload,
  UnfinishedUploads,
} from '../../src/core/ports/unfinished-uploads.js'
import type { MemoryContentStore } from './memory-content-store.js'

interface Entry {
  readonly upload: NewUpload
  bytes: Buffer
  onWanted: (() => void) | undefined
  released: Promise<void>
}

/** Uploads in memory, which become contents in memory. */
export class MemoryUploads implements UnfinishedUploads {
  readonly uploads = new Map<string, Entry>()
  /** Whether holds fail. */
  failing = false

  constructor(private readonly contents: MemoryContentStore) {}

  async add(upload: NewUpload): Promise<void> {
    const released = Promise.resolve()
    this.uploads.set(upload.id, { upload, bytes: Buffer.alloc(0), onWanted: undefined, released })
  }

  async hold(id: string, onWanted: () => void): Promise<HeldUpload | undefined> {
    if (this.failing) throw new FileError('STORE_UNAVAILABLE')
    const entry = this.uploads.get(id)
    entry?.onWanted?.()
    await entry?.released
    return entry && this.uploads.has(id) ? this.#held(entry, onWanted) : undefined
  }

  async forget(id: string): Promise<void> {
    this.uploads.delete(id)
  }

  async expired(limit: number): Promise<string[]> {
    const over = [...this.uploads].filter(([, { upload }]) => upload.expiresAt <= Date.now())
    return over.slice(0, limit).map(([id]) => id)
  }

  async count(): Promise<number> {
    const all = [...this.uploads.values()]
    const isLive = ({ upload, bytes }: Entry) =>
      bytes.length < upload.size && upload.expiresAt > Date.now()
    return all.filter(isLive).length
  }

  async close(): Promise<void> {}

  #held(entry: Entry, onWanted: () => void): HeldUpload {
    const { upload } = entry
    const { id } = upload
    const { contents } = this
    let release = () => {}
    entry.onWanted = onWanted
    entry.released = new Promise((resolve) => {
      release = resolve
    })
    return {
      get upload() {
        return { ...upload, offset: entry.bytes.length }
      },
      async append(chunks) {
        for await (const chunk of chunks) entry.bytes = Buffer.concat([entry.bytes, chunk])
        return entry.bytes.length
      },
      async complete() {
        const staged = await contents.stage(id, entry.bytes)
        return { staged, sha256: createHash('sha256').update(entry.bytes).digest('hex') }
      },
      remove: () => this.forget(id),
      async release() {
        entry.onWanted = undefined
        release()
      },
    }
  }
}
