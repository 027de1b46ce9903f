import { createHash } from 'node:crypto'
import { FileError } from '../core/errors.js'

/** Bytes of a digest by the names that tus gives to algorithms. */
const lengths = new Map([
  ['sha1', 20],
  ['sha256', 32],
  ['md5', 16],
])

export const checksumAlgorithms = [...lengths.keys()].join(',')

export interface UploadChecksum {
  readonly algorithm: string
  readonly value: Buffer
}

/** The digest that a piece of an upload must have. Throws for one that is malformed or cannot be checked. */
export function uploadChecksum(field: string): UploadChecksum {
  const [algorithm = '', encoded = '', more] = field.split(' ')
  const length = lengths.get(algorithm)
  if (length === undefined) {
    throw new FileError('UNSUPPORTED_DIGEST', { detail: `Supported: ${checksumAlgorithms}` })
  }
  const value = Buffer.from(encoded, 'base64')
  if (more !== undefined || value.length !== length) {
    throw new FileError('INVALID_REQUEST', { detail: 'The Upload-Checksum is malformed' })
  }
  return { algorithm, value }
}

/** The same chunks, with `DIGEST_MISMATCH` thrown in place of their end. */
export async function* verified(
  chunks: AsyncIterable<Uint8Array>,
  { algorithm, value }: UploadChecksum
): AsyncGenerator<Uint8Array> {
  const hash = createHash(algorithm)
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  if (!hash.digest().equals(value)) throw new FileError('DIGEST_MISMATCH')
}
