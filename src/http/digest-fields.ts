import type { IncomingHttpHeaders } from 'node:http'
import { FileError } from '../core/errors.js'
import type { ExpectedDigest } from '../core/intake.js'

const algorithms = new Map<string, ExpectedDigest['algorithm']>([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
])

const lengths = { sha256: 32, sha512: 64 }

// A member of a structured dictionary whose value is a byte sequence (RFC 8941, as RFC 9530 uses it).
const memberPattern = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):$/

/** `Repr-Digest` of a content (RFC 9530 section 3). */
export const reprDigest = (sha256: string): string =>
  `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`

/**
 * The digests a raw body must have by `Content-Digest` and `Repr-Digest`, which are the same thing for a body
 * without coding. Throws `INVALID_REQUEST` for a malformed field and `UNSUPPORTED_DIGEST` when a field names no
 * algorithm that we know: what cannot be checked must not look as if it had been.
 */
export function expectedDigests(headers: IncomingHttpHeaders): ExpectedDigest[] {
  const { 'content-digest': content, 'repr-digest': representation } = headers
  if (content === undefined && representation === undefined) return []
  return [content, representation].flatMap((field) =>
    typeof field === 'string' ? parseField(field) : []
  )
}

/** A digest of a body around the content says nothing about it, and ignoring it would look like a check. */
export function refuseDigests(headers: IncomingHttpHeaders): void {
  if (headers['content-digest'] !== undefined || headers['repr-digest'] !== undefined) {
    throw new FileError('UNSUPPORTED_DIGEST', {
      detail: 'Only a body that is the content itself can have a digest',
    })
  }
}

function parseField(field: string): ExpectedDigest[] {
  const digests = field.split(',').flatMap((part) => {
    const match = memberPattern.exec(part.trim())
    if (!match) throw new FileError('INVALID_REQUEST', { detail: 'A digest field is malformed' })
    const algorithm = algorithms.get(match[1] ?? '')
    if (!algorithm) return []
    const value = Buffer.from(match[2] ?? '', 'base64')
    if (value.length !== lengths[algorithm]) {
      throw new FileError('INVALID_REQUEST', { detail: 'A digest has the wrong length' })
    }
    return [{ algorithm, value }]
  })
  if (digests.length === 0) {
    throw new FileError('UNSUPPORTED_DIGEST', { detail: 'sha-256 and sha-512 are supported' })
  }
  return digests
}
