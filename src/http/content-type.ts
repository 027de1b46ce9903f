import type { FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { essence, parseMediaType } from '../core/media-types.js'

/** What curl and wget send unasked: no statement about the bytes. */
const unspecificBodies = new Set(['application/octet-stream', 'application/x-www-form-urlencoded'])

/** The media type of the body in lower case, without parameters; empty when none was sent. */
export const bodyEssence = (request: FastifyRequest): string =>
  essence(request.headers['content-type'] ?? '')

export const isForm = (request: FastifyRequest): boolean =>
  bodyEssence(request) === 'multipart/form-data'

/** The type that a raw body declares; undefined when it declares none. Throws `UNSUPPORTED_MEDIA_TYPE`. */
export function declaredType(request: FastifyRequest): string | undefined {
  const header = request.headers['content-type']
  if (header === undefined) return undefined
  const type = parseMediaType(header)
  if (type === undefined || type.startsWith('multipart/')) {
    throw new FileError('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'The Content-Type is malformed or cannot be stored as it is',
    })
  }
  return unspecificBodies.has(essence(type)) ? undefined : type
}

/** Throws `UNSUPPORTED_MEDIA_TYPE` for a coded body: it is stored as it is sent, and never unpacked. */
export function refuseCoding(request: FastifyRequest): void {
  const coding = request.headers['content-encoding']
  if (coding !== undefined && coding.trim().toLowerCase() !== 'identity') {
    throw new FileError('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'A Content-Encoding is not supported',
      facts: { coded: true },
    })
  }
}
