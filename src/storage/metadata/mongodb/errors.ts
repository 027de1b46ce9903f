import { MongoError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb'
import { FileError } from '../../../core/errors.js'

const outOfDiskSpace = 14031
const maxTimeExpired = 50
const duplicateKey = 11000

/** What the driver throws before it has sent anything: without a server, or without a connection to one. */
const beforeSending = new Set([
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoClientClosedError',
])

/**
 * Answers after which nothing of the change is there: it was not allowed, not understood, not one that the documents
 * permit, or this server is no primary. Any other may come while a server steps down, shuts down or breaks, with the
 * change already in its journal.
 */
const refusals = new Set([
  2, // BadValue
  9, // FailedToParse
  13, // Unauthorized
  14, // TypeMismatch
  18, // AuthenticationFailed
  20, // IllegalOperation
  26, // NamespaceNotFound
  59, // CommandNotFound
  66, // ImmutableField
  72, // InvalidOptions
  121, // DocumentValidationFailure
  10107, // NotWritablePrimary
  10334, // BSONObjectTooLarge
  13435, // NotPrimaryNoSecondaryOk
  duplicateKey,
  outOfDiskSpace,
])

/** Whether a document with this key is there already. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === duplicateKey

/** What the port throws for a call that changes nothing, or that may be made again. */
export function callError(cause: unknown): FileError {
  if (cause instanceof FileError) return cause
  const isLate = cause instanceof MongoServerError && cause.code === maxTimeExpired
  return new FileError('STORE_UNAVAILABLE', {
    ...(isLate && { detail: 'The store took too long; a narrower search may be quicker' }),
    cause,
  })
}

/** What the port throws for a commit. Each is sent at most once, so that what was refused did not happen. */
export function commitError(cause: unknown): FileError {
  if (cause instanceof FileError) return cause
  if (mayHaveHappened(cause)) return new FileError('DURABILITY_UNKNOWN', { cause })
  if (cause instanceof MongoServerError && cause.code === outOfDiskSpace) {
    return new FileError('INSUFFICIENT_STORAGE', { cause })
  }
  return callError(cause)
}

function mayHaveHappened(error: unknown): boolean {
  if (!(error instanceof MongoError)) return true
  if (beforeSending.has(error.name) || isRefusedConnection(error)) return false
  // Written here, but not known to be on most of the members.
  if (error instanceof MongoWriteConcernError) return true
  // The labels of the driver say nothing here: it gives them only to what it would send again by itself.
  return !(error instanceof MongoServerError && refusals.has(Number(error.code)))
}

const isRefusedConnection = (error: MongoError): boolean =>
  error instanceof MongoNetworkError &&
  (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED'
