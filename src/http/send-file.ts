import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import type { ByteRange, FileReference, FileService } from '../core/file-service.js'
import { essence, isInlineSafe } from '../core/media-types.js'
import type { ContentReader } from '../core/ports/content-store.js'
import { contentDisposition } from './content-disposition.js'
import { ContentStream } from './content-stream.js'
import { reprDigest } from './digest-fields.js'
import { etagOf, lastModifiedOf } from './etag.js'
import { finalChunkHook } from './final-chunk-hook.js'
import { ifRangeHolds, isNotModified } from './preconditions.js'
import { parseRange } from './range.js'

interface SendFileOptions {
  readonly service: FileService
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly reference: FileReference
  /** Shown in place where its type cannot run script; everything else is an attachment, whatever is asked. */
  readonly disposition: 'attachment' | 'inline'
}

interface Plan {
  readonly status: 200 | 206 | 304
  /** Absent for HEAD and 304, which open no content. */
  readonly range?: ByteRange
}

/** The one answer to every download: GET and HEAD, whole or one range, conditional or not, at any door. */
export async function sendFile(options: SendFileOptions): Promise<FastifyReply> {
  const { service, request, reply, reference } = options
  const { record, decision, content } = await service.download(reference, (file) =>
    plan(request, file)
  )
  reply.code(decision.status)
  reply.headers(validators(record))
  if (decision.status === 304) return reply.send()
  reply.headers(describe(record, options.disposition))
  if (decision.status === 206 && decision.range) {
    const { start, end } = decision.range
    reply.header('content-range', `bytes ${start}-${end}/${record.size}`)
  }
  if (!content || !decision.range) {
    return reply.header('content-length', record.size).send()
  }
  const length = decision.range.end - decision.range.start + 1
  reply.header('content-length', length)
  return reply.send(await body({ ...options, record, content, length, range: decision.range }))
}

/** RFC 9110 section 13.2.2: preconditions before the range. */
function plan({ method, headers }: FastifyRequest, record: FileRecord): Plan {
  if (headers['service-worker'] !== undefined) {
    // As a service worker an uploaded script would answer for every page of this origin from then on.
    throw new FileError('INVALID_REQUEST', { detail: 'A file is never a service worker' })
  }
  if (isNotModified(headers, record)) return { status: 304 }
  if (method === 'HEAD') return { status: 200 }
  const range = ifRangeHolds(headers['if-range'] as string | undefined, record)
    ? parseRange(headers.range, record.size)
    : undefined
  if (range === 'unsatisfiable') {
    throw new FileError('RANGE_NOT_SATISFIABLE', { facts: { size: record.size } })
  }
  if (range) return { status: 206, range }
  return { status: 200, range: { start: 0, end: record.size - 1 } }
}

const validators = (record: FileRecord) => ({
  etag: etagOf(record),
  'last-modified': lastModifiedOf(record),
  'cache-control': 'private, no-cache',
})

function describe(record: FileRecord, asked: 'attachment' | 'inline') {
  const inline = asked === 'inline' && isInlineSafe(record.type)
  return {
    'content-type': contentType(record.type),
    'content-disposition': contentDisposition(record.name, inline),
    'accept-ranges': 'bytes',
    'repr-digest': reprDigest(record.sha256),
    'content-security-policy': "default-src 'none'; sandbox",
  }
}

const contentType = (type: string): string =>
  essence(type).startsWith('text/') && !/;\s*charset=/i.test(type) ? `${type}; charset=utf-8` : type

interface BodyOptions extends SendFileOptions {
  readonly record: FileRecord
  readonly content: ContentReader
  readonly range: ByteRange
  readonly length: number
}

/** Counts when the last byte of the file is about to leave on a connection that is still open (contract). */
async function body(options: BodyOptions): Promise<Buffer | Readable> {
  const { service, request, record, content, range, length } = options
  const delivers = range.end === record.size - 1
  const beforeLast = async () => {
    if (delivers && !request.raw.socket.destroyed) await service.countDownload(record.id)
  }
  const first = length === 0 ? new Uint8Array() : (await content.next()).value
  if (first.length === length) {
    await content.return?.()
    await beforeLast()
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength)
  }
  return new ContentStream(finalChunkHook({ first, rest: content, length, beforeLast }))
}
