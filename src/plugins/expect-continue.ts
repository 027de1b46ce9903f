import type { FastifyInstance } from 'fastify'
import { beginBody } from '../http/begin-body.js'
import { bodyEssence } from '../http/content-type.js'

/** Hands requests that wait for `100 Continue` to the routes, which decide whether they want the body. */
export function installExpectContinue(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => app.routing(request, response))
  // JSON is read before the handler; streamed bodies begin where their upload is read.
  app.addHook('preParsing', async (request, reply) => {
    if (bodyEssence(request) === 'application/json' && request.routeOptions.config.bodyParsed) {
      beginBody(request, reply)
    }
  })
}
