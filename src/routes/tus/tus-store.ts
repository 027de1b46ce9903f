import { DataStore, Upload } from '@tus/server'
import type { Piece, ResumableUploads, UploadProgress } from '../../core/resumable-uploads.js'
import { describedFile } from './described-file.js'

const day = 24 * 3_600_000

interface TusStoreOptions {
  readonly uploads: ResumableUploads
  /** `Upload-Metadata` as it was sent. */
  readonly metadata: string
  readonly isWhole: boolean
  /** The body of the request: the package would hand it over through three more streams. */
  readonly bytes: Piece['bytes']
}

/** The uploads as the package sees them, during one request. */
export class TusStore extends DataStore {
  override extensions = [
    'creation',
    'creation-with-upload',
    'termination',
    'expiration',
    'checksum',
  ]
  /** How far the upload of the request is, once that is known. */
  progress: UploadProgress | undefined

  /** The upload that this request has begun. */
  #created: string | undefined

  constructor(private readonly options: TusStoreOptions) {
    super()
  }

  override async create(upload: Upload): Promise<Upload> {
    const { uploads, metadata } = this.options
    const described = describedFile(upload.metadata)
    const plan = { size: upload.size ?? 0, metadata, ...described }
    const seen = this.#seen(await uploads.create(plan))
    this.#created = seen.id
    return Object.assign(upload, seen)
  }

  override async getUpload(id: string): Promise<Upload> {
    return this.#seen(await this.options.uploads.find(id))
  }

  override async write(_stream: unknown, id: string, offset: number): Promise<number> {
    const { uploads, isWhole, bytes } = this.options
    try {
      return this.#seen(await uploads.append(id, { offset, isWhole, bytes })).offset
    } catch (error) {
      // Nobody was told yet where it is, so nobody could go on with it.
      if (this.#created === id) await uploads.remove(id).catch(() => {})
      throw error
    }
  }

  override remove(id: string): Promise<void> {
    return this.options.uploads.remove(id)
  }

  /** Only so that the package tells when an upload expires; what it tells is put right by whoever sends it. */
  override getExpiration(): number {
    return day
  }

  #seen(progress: UploadProgress): Upload {
    this.progress = progress
    const { id, size, offset } = progress.upload
    // Whether its time is over is decided by another clock than the package looks at.
    return new Upload({ id, size, offset, creation_date: new Date().toISOString() })
  }
}
