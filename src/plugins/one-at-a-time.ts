import type { FastifyInstance } from 'fastify'

/**
 * Requests that a client sends without waiting for answers are taken up one after the other. Node would begin them all
 * at once, and those whose turn never comes, because the client left, would hold what they had opened for ever.
 */
export function installOneAtATime(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    // A response gets its socket when those before it are over.
    if (reply.raw.socket) done()
    else reply.raw.once('socket', () => done())
  })
}
