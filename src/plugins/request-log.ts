import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { onRequest } from '../http/on-request.js'
import { outcomeOf } from '../http/outcome.js'

/** One line for each request, also for those that the client broke off, when its answer is over. */
export function installRequestLog(app: FastifyInstance): void {
  onRequest(app, logWhenOver)
}

/** Names the request in its answer, and logs it when that is over. */
function logWhenOver(request: FastifyRequest, reply: FastifyReply): void {
  const { socket } = request.raw
  const sentBefore = socket.bytesWritten
  reply.header('x-request-id', request.id)
  reply.raw.on('close', () => {
    const { status, aborted } = outcomeOf(reply)
    request.log.info(
      {
        ...(request.caller && { caller: request.caller.name }),
        operation: request.routeOptions.config.operation ?? 'unknown',
        method: request.method,
        path: pathOf(request.originalUrl),
        status,
        bytes: socket.bytesWritten - sentBefore,
        durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
        ...(aborted && { aborted }),
      },
      'request'
    )
  })
}

/**
 * The path alone: in query and fragment callers put what nobody else should read, and so does who writes the whole
 * address with a password in it (RFC 9112 section 3.2.2).
 */
const pathOf = (url: string): string =>
  url.replace(/[?#].*$/s, '').replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '')
