import type { FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'

/** RFC 9110 section 14.5: a PUT of a part must not be taken for the whole, in whatever form it comes. */
export function refusePart({ headers }: FastifyRequest): void {
  if (headers['content-range'] !== undefined) {
    throw new FileError('INVALID_REQUEST', { detail: 'A file cannot be replaced in part' })
  }
}
