import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'

/** RFC 9112 section 6.1: the parser takes the chunks apart and hands on what it does not decode. */
export function installTransferCoding(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    const coding = headers['transfer-encoding']
    if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') {
      throw new FileError('INVALID_REQUEST', { detail: 'The Transfer-Encoding is not supported' })
    }
  })
}
