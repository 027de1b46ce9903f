import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What nginx logs for a client that left before it was answered; no such status is ever sent. */
const clientClosedRequest = 499

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
    request.log.info(
      {
        ...(request.caller && { caller: request.caller.name }),
        operation: request.routeOptions.config.operation ?? 'unknown',
        method: request.method,
        // Without the query, where callers put what nobody else should read.
        path: request.originalUrl.split('?', 1)[0],
        status: reply.raw.headersSent ? reply.raw.statusCode : clientClosedRequest,
        bytes: socket.bytesWritten - sentBefore,
        durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
        ...(!reply.raw.writableFinished && { aborted: true }),
      },
      'request'
    )
  })
}
