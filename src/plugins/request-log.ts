import type { FastifyInstance } from 'fastify'

/** One line for each request, also for those that the client broke off, when its answer is over. */
export function installRequestLog(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { socket } = request.raw
    const sentBefore = socket.bytesWritten
    reply.header('x-request-id', request.id)
    reply.raw.once('close', () => {
      request.log.info(
        {
          operation: request.routeOptions.config.operation ?? 'unknown',
          method: request.method,
          path: request.url,
          status: reply.raw.statusCode,
          bytes: socket.bytesWritten - sentBefore,
          durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
          ...(!reply.raw.writableFinished && { aborted: true }),
        },
        'request'
      )
    })
  })
}
