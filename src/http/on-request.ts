import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Shows every request to `look`, which throws what it refuses. Of an asynchronous hook the promise alone costs more. */
export function onRequest(
  app: FastifyInstance,
  look: (request: FastifyRequest, reply: FastifyReply) => void
): void {
  app.addHook('onRequest', (request, reply, done) => {
    look(request, reply)
    done()
  })
}
