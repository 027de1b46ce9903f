import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { type ErrorRenderer, renderProblem, sendError } from '../http/problem.js'
import type { Door } from '../http/route-config.js'
import { toFileError } from '../http/to-file-error.js'

/** Every error of every door ends here; what it says is the door's own. */
export function installErrors(
  app: FastifyInstance,
  renderers: Partial<Record<Door, ErrorRenderer>>
): void {
  const answer = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = toFileError(thrown)
    if (error.code === 'INTERNAL') request.log.error({ err: thrown }, 'unexpected error')
    else if (error.cause) request.log.warn({ err: error.cause, code: error.code }, 'refused')
    const { door } = request.routeOptions.config
    const render = (door && renderers[door]) ?? renderProblem
    // What a route meant to say of its own answer must not stand on an error.
    for (const name of contentHeaders) reply.removeHeader(name)
    sendError(reply, error, render(error, request))
  }
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
  'link',
]
