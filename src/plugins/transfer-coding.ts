import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'
import { onRequest } from '../http/on-request.js'

/**
 * RFC 9112 section 6.1: the parser takes the chunks apart and hands on what it does not decode. In HTTP/1.0, which has
 * no codings, whoever stands in between may see the body end elsewhere, so nothing more is taken from the connection.
 */
export function installTransferCoding(app: FastifyInstance): void {
  onRequest(app, ({ headers, raw }, reply) => {
    const coding = headers['transfer-encoding']
    if (coding === undefined) return
    if (raw.httpVersion !== '1.0' && coding.trim().toLowerCase() === 'chunked') return
    reply.header('connection', 'close')
    throw new FileError('INVALID_REQUEST', { detail: 'The Transfer-Encoding is not supported' })
  })
}
