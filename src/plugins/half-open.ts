import type { FastifyInstance } from 'fastify'

/**
 * A client may close its side once it has sent its last request (RFC 9112 section 9.6) and still gets the answer. Node
 * closes the other side at once unless it is told not to.
 */
export function installHalfOpen(app: FastifyInstance): void {
  Object.assign(app.server, { httpAllowHalfOpen: true })
}
