import type { ErrorCode } from '../../schemas/problem.js'

interface FileErrorOptions {
  /** What went wrong in this case, for the caller to read: no paths, no stack, nothing echoed from the request. */
  readonly detail?: string
  readonly cause?: unknown
  /** The members an answer needs beside the text, such as the size of the file for a range that cannot be satisfied. */
  readonly facts?: ErrorFacts
}

interface ErrorFacts {
  /** Bytes of the whole content (`RANGE_NOT_SATISFIABLE`). */
  readonly size?: number
  /** The methods a path does answer (`METHOD_NOT_ALLOWED`). */
  readonly allow?: readonly string[]
  /** What a caller has to show, in the words of RFC 6750 section 3 (`UNAUTHORIZED`, `INSUFFICIENT_SCOPE`). */
  readonly challenge?: string
  /** The body is coded, whatever its type (`UNSUPPORTED_MEDIA_TYPE`). */
  readonly coded?: boolean
  /** A file part was there, but its form field had been left empty (`NO_FILE`). */
  readonly unselected?: boolean
}

/**
 * The one error that crosses module boundaries. Its code is closed vocabulary; which status a code becomes is
 * decided at the HTTP edge, door by door.
 */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts
  /** What was written for the caller; undefined where the code has to say it all. */
  readonly detail: string | undefined

  constructor(code: ErrorCode, options: FileErrorOptions = {}) {
    super(options.detail ?? code, { cause: options.cause })
    this.code = code
    this.detail = options.detail
    this.facts = options.facts ?? {}
  }
}

/** Whether `error` is a `FileError` with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is FileError {
  return error instanceof FileError && error.code === code
}
