import type { FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../../core/errors.js'
import { bodyEssence, refuseCoding } from '../../http/content-type.js'

export const tusVersion = '1.0.0'
export const pieceType = 'application/offset+octet-stream'
const longestMetadata = 4096

/** Throws what the protocol names another status for than the package does, or what that does not look at. */
export function checkRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { method, headers } = request
  if (headers['tus-resumable'] !== tusVersion) {
    reply.header('tus-version', tusVersion)
    throw new FileError('PRECONDITION_FAILED', { detail: 'Tus-Resumable: 1.0.0 is needed' })
  }
  if (method === 'POST') checkCreation(request)
  if (method === 'PATCH') checkPiece(request)
}

function checkCreation(request: FastifyRequest): void {
  const { headers } = request
  if (headers['upload-defer-length'] !== undefined) {
    throw invalid('The length has to be known from the beginning')
  }
  if (Number(headers['upload-length']) > Number.MAX_SAFE_INTEGER)
    throw new FileError('FILE_TOO_LARGE')
  if (String(headers['upload-metadata'] ?? '').length > longestMetadata) {
    throw invalid(`Upload-Metadata has more than ${longestMetadata} bytes`)
  }
  if (!isPiece(request)) return
  refuseCoding(request)
  // Before the upload is there, since nobody would learn its address.
  if (Number(headers['content-length'] ?? 0) > Number(headers['upload-length'])) {
    throw new FileError('FILE_TOO_LARGE', { detail: 'The upload has fewer bytes' })
  }
}

function checkPiece(request: FastifyRequest): void {
  if (!isPiece(request)) {
    throw new FileError('UNSUPPORTED_MEDIA_TYPE', { detail: `${pieceType} is needed` })
  }
  refuseCoding(request)
  if (!/^\d{1,16}$/.test(String(request.headers['upload-offset']))) {
    throw invalid('Upload-Offset has to be a number of bytes')
  }
}

/** Whether the body is a piece of an upload. */
export const isPiece = (request: FastifyRequest): boolean => bodyEssence(request) === pieceType

const invalid = (detail: string) => new FileError('INVALID_REQUEST', { detail })
