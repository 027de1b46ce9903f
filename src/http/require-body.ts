import type { FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'

/** An empty body has to be meant: said by a length of 0 and a type, or sent in chunks that end. */
export function requireBody({ headers }: FastifyRequest): void {
  const length = headers['content-length']
  const meant = length === '0' ? headers['content-type'] !== undefined : length !== undefined
  if (!meant && headers['transfer-encoding'] === undefined) throw new FileError('EMPTY_REQUEST')
}
