import type { FastifyInstance } from 'fastify'
import { onRequest } from '../http/on-request.js'

/**
 * A connection on which nothing moves for long is closed, but only if it is the client that does not move: an answer
 * that waits for our own disk is worth waiting for.
 */
export function installPatience(app: FastifyInstance): void {
  onRequest(app, ({ raw }, reply) => {
    reply.raw.on('timeout', () => {
      if (raw.socket.writableLength > 0) raw.socket.destroy()
    })
  })
}
