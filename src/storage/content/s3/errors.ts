import { FileError } from '../../../core/errors.js'

/** What services with a disk of their own say where that is full, in a status that could mean anything. */
const fullDisk = /no space|disk.?full|storage.?full|insufficient.?(storage|space)|quota/i

/** What MinIO says with 400 and Ceph with 403 where a quota is used up. */
const quotaNames = new Set(['XMinioAdminBucketQuotaExceeded', 'QuotaExceeded'])

interface ServiceError {
  readonly name?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The status of the answer that an error of the SDK stands for, if there was one. Names differ between services. */
export const statusOf = (error: unknown): number | undefined =>
  (error as ServiceError | null | undefined)?.$metadata?.httpStatusCode

/** A native error as the port allows it out: space ran out, or the store cannot work at the moment. */
export function storeError(error: unknown): FileError {
  if (error instanceof FileError) return error
  return new FileError(isFull(error) ? 'INSUFFICIENT_STORAGE' : 'STORE_UNAVAILABLE', {
    cause: error,
  })
}

/** The same for a content that is to be read, which may not be there, or not be as long as what is asked of it. */
export function readError(error: unknown): FileError {
  const status = statusOf(error)
  // Where the whole bucket is gone, nobody can tell what is missing.
  const isMissing = status === 416 || (status === 404 && nameOf(error) !== 'NoSuchBucket')
  return isMissing ? new FileError('CONTENT_MISSING', { cause: error }) : storeError(error)
}

export const nameOf = (error: unknown): string | undefined => (error as ServiceError | null)?.name

function isFull(error: unknown): boolean {
  const status = statusOf(error)
  if (status === undefined) return false
  const { name = '', message } = error as ServiceError
  if (quotaNames.has(name)) return true
  if (status < 500) return false
  return status === 507 || fullDisk.test(`${name} ${message}`)
}
