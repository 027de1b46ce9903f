import type { FastifyInstance } from 'fastify'

/**
 * A connection on which nothing moves for long is closed, but only if it is the client that does not move: an answer
 * that waits for our own disk is worth waiting for.
 */
export function installPatience(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    reply.raw.on('timeout', () => {
      if (raw.socket.writableLength > 0) raw.socket.destroy()
    })
  })
}
