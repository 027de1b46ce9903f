import { FileError, hasCode } from './errors.js'
import { displayName } from './file-names.js'
import type { FileRecord } from './file-record.js'
import { fitting } from './fitting.js'
import { tooLarge } from './intake.js'
import { newKey } from './keys.js'
import { extensionOf, typeOfName } from './media-types.js'
import type { ContentStore } from './ports/content-store.js'
import type { MetadataStore } from './ports/metadata-store.js'
import type { HeldUpload, UnfinishedUpload, UnfinishedUploads } from './ports/unfinished-uploads.js'
import type { Report } from './report.js'

interface ResumableUploadsOptions {
  readonly uploads: UnfinishedUploads
  readonly contents: ContentStore
  readonly metadata: MetadataStore
  /** Most bytes of one content; 0 is no limit. */
  readonly maxFileSize: number
  /** Milliseconds after its creation for which an upload is kept. */
  readonly expiresAfter: number
  /** Most uploads that wait for bytes. */
  readonly mostUnfinished: number
  readonly report: Report
  /** The clock by which uploads expire, where it is another than that of this machine. */
  readonly now?: () => number
}

/** What the creation of an upload says of it; absent members were not given. */
export interface UploadPlan {
  readonly size: number
  /** The name as it was sent. */
  readonly name?: string
  /** A well-formed media type. */
  readonly type?: string
  /** Kept word for word. */
  readonly metadata: string
}

export interface UploadProgress {
  readonly upload: UnfinishedUpload
  /** The file that it has become; absent while bytes are still to come. */
  readonly file?: FileRecord
}

export interface Piece {
  /** Where the sender believes that it goes on. */
  readonly offset: number
  /** All of it or nothing. */
  readonly isWhole: boolean
  /** Called once the upload is there for the piece. Throws the reason of the signal, instead of a chunk, once that is aborted. */
  readonly bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>
}

/** Ids looked at in one step of a sweep. */
const sweptAtOnce = 100

/**
 * Uploads that come in several requests and become files with their last byte, once. Whoever asks for an upload makes
 * another request that still works on it end, so that one whose client is long gone holds up nobody. All its errors are
 * `FileError`; `FILE_NOT_FOUND` where there is no such upload, `UPLOAD_GONE` where its time is over.
 */
export class ResumableUploads {
  constructor(private readonly options: ResumableUploadsOptions) {}

  /** Begins an upload; one of no bytes is a file at once. Durable when it resolves. */
  async create({ size, name, type, metadata }: UploadPlan): Promise<UploadProgress> {
    const { uploads, contents, maxFileSize, expiresAfter, mostUnfinished } = this.options
    const shown = displayName(name ?? `file${type ? extensionOf(type) : ''}`)
    if (maxFileSize > 0 && size > maxFileSize) throw tooLarge(maxFileSize)
    if (size > 0 && (await uploads.count()) >= mostUnfinished) {
      throw new FileError('TOO_MANY_UPLOADS')
    }
    await contents.ensureSpace(size)
    const id = newKey()
    const expiresAt = Math.ceil(this.#now() + expiresAfter)
    const upload = {
      id,
      size,
      name: shown,
      ...(type !== undefined && { type }),
      metadata,
      expiresAt,
    }
    await uploads.add(upload)
    return size === 0 ? this.find(id) : { upload: { ...upload, offset: 0 } }
  }

  /** How far an upload is. One that has all its bytes and is no file yet becomes one. */
  find(id: string): Promise<UploadProgress> {
    return this.#holding(id, (held) => this.#settle(held))
  }

  /** Adds a piece. Throws `UPLOAD_CONFLICT` where it belongs elsewhere, `UPLOAD_BUSY` when another request took over. */
  append(id: string, { offset, isWhole, bytes }: Piece): Promise<UploadProgress> {
    return this.#holding(id, async (held, signal) => {
      if (held.upload.offset !== offset) throw new FileError('UPLOAD_CONFLICT')
      signal.throwIfAborted()
      const room = held.upload.size - offset
      await this.options.contents.ensureSpace(room)
      const chunks = fitting(bytes(signal), room)
      // Nothing goes behind the last byte, where the bytes may be a content by now; the body is read all the same.
      if (room > 0) await held.append(chunks, { isWhole })
      else await chunks.next()
      return this.#settle(held)
    })
  }

  /** Gives up an upload and its bytes. One that has all of them is a file, which stays, and `UPLOAD_GONE`. */
  remove(id: string): Promise<void> {
    return this.#holding(id, async (held) => {
      if ((await this.#settle(held)).file) {
        throw new FileError('UPLOAD_GONE', { detail: 'The upload has become a file' })
      }
      await held.remove()
    })
  }

  /** Removes uploads whose time is over, and their bytes, but no files, until `isOver`. Resolves with their number. */
  async expire(isOver: () => boolean = () => false): Promise<number> {
    const { uploads } = this.options
    let removed = 0
    for (;;) {
      const ids = await uploads.expired(sweptAtOnce)
      const before = removed
      for (const id of ids) if (!isOver() && (await this.#expire(id))) removed++
      // Those that are still held, or cannot be removed now, are left to the next time.
      if (ids.length < sweptAtOnce || removed === before) return removed
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)()
  }

  async #expire(id: string): Promise<boolean> {
    const { uploads, metadata, report } = this.options
    try {
      const held = await uploads.hold(id, () => {})
      try {
        if (await metadata.get(id)) await uploads.forget(id)
        else await held?.remove()
      } finally {
        await held?.release()
      }
      return true
    } catch (error) {
      if (hasCode(error, 'UPLOAD_GONE')) return true
      if (!hasCode(error, 'UPLOAD_BUSY'))
        report('warn', 'An expired upload could not be removed', error)
      return false
    }
  }

  async #holding<T>(
    id: string,
    work: (held: HeldUpload, signal: AbortSignal) => Promise<T>
  ): Promise<T> {
    const wanted = new AbortController()
    const held = await this.options.uploads.hold(id, () =>
      wanted.abort(new FileError('UPLOAD_BUSY'))
    )
    if (!held) throw new FileError('FILE_NOT_FOUND')
    let isInDoubt = false
    try {
      if (held.upload.expiresAt <= this.#now()) throw new FileError('UPLOAD_GONE')
      return await work(held, wanted.signal)
    } catch (error) {
      isInDoubt = hasCode(error, 'DURABILITY_UNKNOWN')
      throw error
    } finally {
      await held.release({ isInDoubt })
    }
  }

  /** A record with its id is what makes it finished: a crash may have come between that and the answer. */
  async #settle(held: HeldUpload): Promise<UploadProgress> {
    const { upload } = held
    if (upload.offset < upload.size) return { upload }
    const file = (await this.options.metadata.get(upload.id)) ?? (await this.#finish(held))
    return { upload, file }
  }

  async #finish(held: HeldUpload): Promise<FileRecord> {
    const { id, size, name, type } = held.upload
    const { staged, sha256 } = await held.complete()
    try {
      return await this.options.metadata.insert(
        {
          id,
          contentKey: id,
          size,
          sha256,
          name,
          type: type ?? typeOfName(name),
          publishedAs: null,
        },
        staged
      )
    } catch (error) {
      // Where the commit may yet turn out to have happened, its bytes are not ours to move.
      if (!hasCode(error, 'DURABILITY_UNKNOWN')) await staged.discard()
      throw error
    }
  }
}
