import { DatabaseError } from 'pg'
import { FileError } from '../../../core/errors.js'

const diskFull = '53100'
const queryCanceled = '57014'
/**
 * Codes after which a statement may be through all the same: the connection or the server is ending (57P01 also comes while a
 * commit waits for its standby), something broke inside, or the server says that it cannot tell. The severity would
 * say so as well, but in the language of the server.
 */
const isUnclear = /^(08|57P|58|XX|40003)/

/** Whether PostgreSQL refused the statement, rolled back what it had done of it, and goes on listening. */
export function isRefusal(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && !isUnclear.test(error.code ?? 'XX')
}

/** What the port throws for a statement that changes nothing, or that may be sent again. */
export function callError(cause: unknown): FileError {
  if (cause instanceof FileError) return cause
  const isLate = cause instanceof DatabaseError && cause.code === queryCanceled
  return new FileError('STORE_UNAVAILABLE', {
    ...(isLate && { detail: 'The store took too long; a narrower search may be quicker' }),
    cause,
  })
}

/** What the port throws for a commit that was sent. What was refused was rolled back. */
export function commitError(cause: unknown): FileError {
  if (!isRefusal(cause)) return new FileError('DURABILITY_UNKNOWN', { cause })
  if (cause.code === diskFull) return new FileError('INSUFFICIENT_STORAGE', { cause })
  return callError(cause)
}

/**
 * What happened, without the connection to which it did: the driver hangs that on the error, with the key that cancels its
 * statements, and a log would show all of it.
 */
export function withoutClient({ message, code }: NodeJS.ErrnoException): Error {
  return Object.assign(new Error(message), code !== undefined && { code })
}

/** For a database that answers and still takes no changes, such as a standby. */
export function requireWritable(isWritable: boolean): void {
  if (isWritable) return
  throw new FileError('STORE_UNAVAILABLE', {
    cause: new Error('PostgreSQL is read-only: a standby, or set so'),
  })
}
