import type { components } from './openapi.js'

/** Why a request was refused: a code of the service, or that the answer is not one of a Filedrop at all. */
export type ErrorCode = components['schemas']['Problem']['code'] | 'UNEXPECTED_ANSWER'

/** The answer was not the success that was asked for. */
export class FiledropError extends Error {
  override readonly name = 'FiledropError'

  constructor(
    message: string,
    readonly code: ErrorCode,
    /** HTTP status of the answer. */
    readonly status: number,
    /** What to look for in the log of the service. */
    readonly requestId?: string
  ) {
    super(message)
  }
}

/** No whole answer came: nobody listens there, or the connection broke. `cause` is what the platform tells. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** What `fetch` and its bodies throw, in terms of this client. An abort stays what it is. */
export const asConnectionError = (error: unknown): unknown =>
  error instanceof TypeError
    ? new ConnectionError('The connection failed', { cause: error })
    : error
