import Fastify, { type FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { renderProblem } from '../../src/http/problem.js'
import { errorAnswer, installErrors } from '../../src/plugins/errors.js'

/** An application with nothing but our answers to errors, for the one plugin under test. */
export function bareApp(): FastifyInstance {
  const app = Fastify({ exposeHeadRoutes: false, routerOptions: { ignoreTrailingSlash: true } })
  installErrors(app, errorAnswer(renderProblem))
  onTestFinished(() => app.close())
  return app
}
