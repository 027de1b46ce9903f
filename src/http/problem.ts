import type { FastifyReply } from 'fastify'
import { type ErrorCode, type Problem, problemTitles } from '../../schemas/problem.js'
import type { FileError } from '../core/errors.js'

/** What a code is in HTTP where a door does not say otherwise. A new code does not compile before it has a status. */
export const statusOf = {
  INVALID_REQUEST: 400,
  EMPTY_REQUEST: 400,
  BAD_MULTIPART: 400,
  INVALID_NAME: 400,
  DIGEST_MISMATCH: 400,
  UNSUPPORTED_DIGEST: 400,
  UNAUTHORIZED: 401,
  INSUFFICIENT_SCOPE: 403,
  CROSS_SITE: 403,
  FILE_NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TIMEOUT: 408,
  UPLOAD_CONFLICT: 409,
  UPLOAD_GONE: 410,
  PRECONDITION_FAILED: 412,
  FILE_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RANGE_NOT_SATISFIABLE: 416,
  MISDIRECTED_REQUEST: 421,
  NO_FILE: 422,
  TOO_MANY_FILES: 422,
  UPLOAD_BUSY: 423,
  TOO_MANY_UPLOADS: 429,
  INTERNAL: 500,
  CONTENT_MISSING: 500,
  STORE_UNAVAILABLE: 503,
  DURABILITY_UNKNOWN: 503,
  SHUTTING_DOWN: 503,
  INSUFFICIENT_STORAGE: 507,
} as const satisfies Record<ErrorCode, number>

export const problemType = 'application/problem+json'

/** An error in the words of one door. */
export interface RenderedError {
  readonly status: number
  readonly mediaType: string
  readonly body: string
}

/** How a door answers an error. */
export type ErrorRenderer = (error: FileError, request: { readonly id: string }) => RenderedError

/** The problem document of an error (RFC 9457). */
export function toProblem(error: FileError, requestId: string): Problem {
  const title = problemTitles[error.code]
  return {
    type: 'about:blank',
    title,
    status: statusOf[error.code],
    detail: error.detail ?? title,
    code: error.code,
    request_id: requestId,
  }
}

export const renderProblem: ErrorRenderer = (error, request) => ({
  status: statusOf[error.code],
  mediaType: problemType,
  body: JSON.stringify(toProblem(error, request.id)),
})

/** Seconds after which a client may try again what the server could not do now. */
const retryAfter = '5'

/** Sends a rendered error with the headers that its code calls for. */
export function sendError(reply: FastifyReply, error: FileError, rendered: RenderedError): void {
  if (rendered.status === 503 || rendered.status === 429) reply.header('retry-after', retryAfter)
  if (error.facts.size !== undefined) reply.header('content-range', `bytes */${error.facts.size}`)
  if (error.facts.allow) reply.header('allow', error.facts.allow.join(', '))
  if (error.facts.challenge) reply.header('www-authenticate', error.facts.challenge)
  // A string is sent as it is, so that no serializer of a route can drop members of it.
  reply.code(rendered.status).type(rendered.mediaType).send(rendered.body)
}
