import type { NewUpload } from '../../../core/ports/unfinished-uploads.js'
import type { LedgerUpload, StoredPart } from '../../../core/ports/upload-ledger.js'

/** An unfinished upload as it is stored; what is absent is null, so that it can be set back. */
export interface UploadDocument {
  readonly _id: string
  readonly size: number
  readonly offset: number
  /** Whether bytes are missing. */
  readonly isWaiting: boolean
  readonly name: string
  readonly type: string | null
  readonly metadata: string
  /** Milliseconds, by the clock of the database. */
  readonly expiresAt: number
  readonly partSize: number
  readonly series: string | null
  readonly nextNumber: number
  readonly tail: string | null
  readonly revision: number
  readonly heldUntil: Date | null
  readonly isWanted: boolean
}

export interface PartDocument extends StoredPart {
  /** Of the upload, and the place in it. */
  readonly _id: string
  readonly upload: string
  readonly place: number
  /** Of the upload when it was stored: one of a later holder does not give way to it. */
  readonly revision: number
}

export const newDocument = ({ id, ...upload }: NewUpload, partSize: number): UploadDocument => ({
  ...upload,
  _id: id,
  offset: 0,
  isWaiting: upload.size > 0,
  type: upload.type ?? null,
  partSize,
  series: null,
  nextNumber: 1,
  tail: null,
  revision: 0,
  heldUntil: null,
  isWanted: false,
})

export function toUpload(document: UploadDocument): LedgerUpload {
  const { _id: id, size, offset, name, type, metadata, expiresAt } = document
  const { partSize, series, nextNumber, tail, revision } = document
  return {
    ...{ id, size, offset, name, metadata, expiresAt, partSize, nextNumber, revision },
    ...(type !== null && { type }),
    ...(series !== null && { series }),
    ...(tail !== null && { tail }),
  }
}
