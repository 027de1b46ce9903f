import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { outcomeOf } from '../http/outcome.js'

/** One line for each request, also for those that the client broke off, when its answer is over. */
export function installRequestLog(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => logWhenOver(request, reply))
}

/** Names the request in its answer, and logs it when that is over. */
function logWhenOver(request: FastifyRequest, reply: FastifyReply): void {
  const { socket } = request.raw
  const sentBefore = socket.bytesWritten
  reply.header('x-request-id', request.id)
  reply.raw.once('close', () => {
    const { status, aborted } = outcomeOf(reply)
    request.log.info(
      {
        ...(request.caller && { caller: request.caller.name }),
        operation: request.routeOptions.config.operation ?? 'unknown',
        method: request.method,
        // Without the query, where callers put what nobody else should read.
        path: request.originalUrl.split('?', 1)[0],
        status,
        bytes: socket.bytesWritten - sentBefore,
        durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
        ...(aborted && { aborted }),
      },
      'request'
    )
  })
}
