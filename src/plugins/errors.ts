import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import {
  type ErrorRenderer,
  type RenderedError,
  renderProblem,
  sendError,
} from '../http/problem.js'
import type { Door } from '../http/route-config.js'
import { toFileError } from '../http/to-file-error.js'

type Render = (error: FileError, request: FastifyRequest) => RenderedError
type Answer = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => void

/** An error in the words of the door that the request is for. */
export function errorRenderer(doors: Partial<Record<Door, ErrorRenderer>>): Render {
  return (error, request) => {
    const { door } = request.routeOptions.config
    return ((door && doors[door]) ?? renderProblem)(error, request)
  }
}

/** The one answer to every error of every door. */
export function errorAnswer(render: Render): Answer {
  return (thrown, request, reply) => {
    const error = toFileError(thrown)
    const rendered = render(error, request)
    logFailure(request, error, rendered.status)
    // What a route meant to say of its own answer must not stand on an error.
    for (const name of contentHeaders) reply.removeHeader(name)
    sendError(reply, error, rendered)
  }
}

/** What the server could not do is for the operator; what a client did wrong is only of use to who looks for it. */
function logFailure(request: FastifyRequest, { code, cause }: FileError, status: number): void {
  if (status >= 500 && code !== 'SHUTTING_DOWN')
    request.log.error({ reqId: request.id, err: cause, code }, 'request failed')
  else if (cause) request.log.debug({ reqId: request.id, err: cause, code }, 'request refused')
}

export function installErrors(app: FastifyInstance, answer: Answer): void {
  app.setErrorHandler(answer)
  app.setNotFoundHandler((request, reply) =>
    answer(new FileError('ROUTE_NOT_FOUND'), request, reply)
  )
}

const contentHeaders = [
  'content-length',
  'content-type',
  'content-range',
  'content-disposition',
  'etag',
  'last-modified',
  'accept-ranges',
  'repr-digest',
  'cache-control',
  'link',
]
