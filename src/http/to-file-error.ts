import { FileError } from '../core/errors.js'

interface FrameworkError {
  readonly code?: string
  readonly statusCode?: number
  readonly message?: string
  readonly validation?: unknown
}

/** What an error of the framework means in our own vocabulary; whatever is not known is `INTERNAL`. */
export function toFileError(thrown: unknown): FileError {
  if (thrown instanceof FileError) return thrown
  const { code, statusCode, message, validation } = thrown as FrameworkError
  const cause = { cause: thrown }
  // The messages of the validator name the place and the rule, never the value.
  if (validation) return new FileError('INVALID_REQUEST', { detail: message ?? '' })
  switch (code) {
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new FileError('FILE_NOT_FOUND')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new FileError('UNSUPPORTED_MEDIA_TYPE', cause)
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new FileError('FILE_TOO_LARGE', { detail: 'The JSON body is too long', ...cause })
    case 'ECONNRESET':
      return new FileError('INVALID_REQUEST', { detail: 'The body ended early', ...cause })
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new FileError('INVALID_REQUEST', { detail: 'The request could not be read', ...cause })
  }
  return new FileError('INTERNAL', cause)
}
