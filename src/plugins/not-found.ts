import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'
import { onRequest } from '../http/on-request.js'

/**
 * What no route is for is refused before its body is looked at. The framework would read a JSON or text body first, and
 * wait for as long as it takes to arrive.
 */
export function installNotFound(app: FastifyInstance): void {
  onRequest(app, ({ is404 }) => {
    if (is404) throw new FileError('ROUTE_NOT_FOUND')
  })
}
