import { ConnectionError, type ErrorCode, FiledropError } from '../client/client.js'
import { lackInWords } from './access/lack-in-words.js'

const words: Partial<Readonly<Record<ErrorCode, string>>> = {
  PRECONDITION_FAILED:
    'Somebody else changed it in the meantime. Look at it again before you repeat this.',
  FILE_NOT_FOUND: 'It is no longer there.',
  UNAUTHORIZED: 'It takes an access token.',
  INSUFFICIENT_STORAGE: 'There is no room for it.',
  FILE_TOO_LARGE: 'It is larger than this service takes.',
}

/** Why something was not done, in a sentence. */
export function explain(error: unknown): string {
  if (error instanceof ConnectionError) return 'The service cannot be reached.'
  if (!(error instanceof FiledropError)) return String(error)
  if (error.code === 'INSUFFICIENT_SCOPE') return lackInWords(error.message)
  return words[error.code] ?? `${error.message}.`
}

/** Whether somebody else was faster. */
export const isConflict = (error: unknown): boolean =>
  error instanceof FiledropError && error.code === 'PRECONDITION_FAILED'

/** Whether another token would help. */
export const isRefusal = (error: unknown): error is FiledropError =>
  error instanceof FiledropError &&
  (error.code === 'UNAUTHORIZED' || error.code === 'INSUFFICIENT_SCOPE')
