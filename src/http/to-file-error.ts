import { FileError } from '../core/errors.js'

interface FrameworkError {
  readonly code?: string
  readonly statusCode?: number
  readonly message?: string
  readonly validation?: readonly [Violation, ...Violation[]]
  readonly validationContext?: string
}

interface Violation {
  readonly keyword?: string
  readonly instancePath?: string
}

/** What an error of the framework means in our own vocabulary; whatever is not known is `INTERNAL`. */
export function toFileError(thrown: unknown): FileError {
  if (thrown instanceof FileError) return thrown
  const { code, statusCode, validation } = thrown as FrameworkError
  const cause = { cause: thrown }
  if (validation) {
    return new FileError('INVALID_REQUEST', { detail: violationDetail(thrown as FrameworkError) })
  }
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

/** Names the place and the rule that was broken, never what was sent. */
function violationDetail({ validation, validationContext, message = '' }: FrameworkError): string {
  const place = validationContext === 'querystring' ? 'query' : validationContext
  const { keyword, instancePath } = validation?.[0] ?? {}
  if (keyword === 'additionalProperties') return `The ${place} has a member that is not known`
  // The pattern is how we check what the document describes otherwise.
  if (keyword === 'pattern') return `${place}${instancePath} is malformed`
  return message.replace(/^querystring/, 'query')
}
