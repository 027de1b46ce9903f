import type { FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { bodyEndedEarly } from './body-reader.js'

/** RFC 2046 section 5.1.1: a boundary has 1 to 70 characters. */
const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))(?=\s*(?:;|$))/i

/** Throws `BAD_MULTIPART` for a form without a usable boundary. */
export function requireBoundary({ headers }: FastifyRequest): void {
  if (!boundary.test(headers['content-type'] ?? '')) {
    throw new FileError('BAD_MULTIPART', { detail: 'The boundary is missing or malformed' })
  }
}

const overLimit = new Set(['FST_PARTS_LIMIT', 'FST_FILES_LIMIT', 'FST_FIELDS_LIMIT'])

/** Throws what an error of the parser means; whatever it stumbles over is the sender's mistake. */
export function malformedForm(error: unknown): never {
  if (error instanceof FileError) throw error
  const { code } = error as { code?: string }
  if (overLimit.has(code ?? '')) {
    throw new FileError('FILE_TOO_LARGE', { detail: 'The form has too many parts', cause: error })
  }
  if (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'FST_MP_PREMATURE_CLOSE' ||
    code === 'ECONNRESET'
  )
    throw bodyEndedEarly()
  throw new FileError('BAD_MULTIPART', { cause: error })
}
