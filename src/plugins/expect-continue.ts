import type { FastifyInstance } from 'fastify'

/** Hands requests that wait for `100 Continue` to the routes, which say so at the moment they want the body. */
export function installExpectContinue(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => app.routing(request, response))
}
