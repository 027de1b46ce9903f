import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'
import { problemType, toProblem } from '../http/problem.js'

/**
 * Hands requests that wait for `100 Continue` to the routes, which say so at the moment they want the body. Whoever
 * expects anything else is told that it will not happen (RFC 9110 section 10.1.1).
 */
export function installExpectContinue(app: FastifyInstance): void {
  for (const event of ['checkContinue', 'checkExpectation']) {
    app.server.on(event, (request, response) => app.routing(request, response))
  }
  app.addHook('onRequest', ({ id, raw, headers: { expect } }, reply, done) => {
    if (!expect || raw.httpVersion === '1.0' || expect.toLowerCase() === '100-continue') {
      done()
      return
    }
    const error = new FileError('INVALID_REQUEST', { detail: 'The expectation is not known' })
    const problem = { ...toProblem(error, id), status: 417 }
    reply.code(417).type(problemType).send(JSON.stringify(problem))
  })
}
