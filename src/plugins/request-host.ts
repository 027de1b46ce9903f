import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'

const wellFormed = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?$/i

/** RFC 9112 section 3.2: a request without `Host`, with several, or with one that is no host is 400. */
export function installRequestHost(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw, host }) => {
    const { host: hosts } = raw.headersDistinct
    const count = hosts?.length ?? (raw.httpVersion === '1.0' ? 1 : 0)
    if (count !== 1 || (host && !wellFormed.test(host))) {
      throw new FileError('INVALID_REQUEST', { detail: 'The Host field is missing or malformed' })
    }
  })
}
