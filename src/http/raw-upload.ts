import type { IncomingMessage } from 'node:http'
import { parse } from 'content-disposition'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { extensionOf } from '../core/media-types.js'
import type { UploadSource } from '../core/upload.js'
import { beginBody } from './begin-body.js'
import type { BodyPace } from './body-pace.js'
import { readBody } from './body-reader.js'
import { bodyEssence, declaredType, refuseCoding } from './content-type.js'
import { expectedDigests } from './digest-fields.js'
import { requireBody } from './require-body.js'
import { isSmallBody, readSmallBody } from './small-body.js'

interface RawUploadOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** `?name=`, which is worth less than a name in the header. */
  readonly queryName: string | undefined
  readonly pace: BodyPace
  /** The route takes JSON as content, too; elsewhere a `+json` type is more likely a change meant for another. */
  readonly anyType?: boolean
}

/** The body itself as a new file. Throws what is wrong with the header before a byte of the body is read. */
export function rawUpload(options: RawUploadOptions): UploadSource {
  const type = declaredType(options.request)
  const name = sentName(options) ?? `file${type ? extensionOf(type) : ''}`
  return source(options, { name, ...(type !== undefined && { type }) }, (bytes) => bytes)
}

/** The body itself as the new content of a file; name and type change only where the request states them. */
export function rawReplacement(options: RawUploadOptions): UploadSource {
  const type = declaredType(options.request)
  if (!options.anyType && /\+json$/.test(bodyEssence(options.request))) {
    throw new FileError('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'Send application/json for a change, or the bytes to /content',
    })
  }
  const name = sentName(options)
  const facts = {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
  }
  // A pipe that broke before its first byte ends its chunks like one that had nothing to say.
  return source(options, facts, options.request.headers['content-length'] ? (b) => b : refuseEmpty)
}

type Bytes = AsyncIterable<Uint8Array>

async function* refuseEmpty(bytes: Bytes): AsyncGenerator<Uint8Array> {
  let empty = true
  for await (const chunk of bytes) {
    empty = false
    yield chunk
  }
  if (empty) throw new FileError('EMPTY_REQUEST')
}

function source(
  { request, reply, pace }: RawUploadOptions,
  facts: { name?: string; type?: string },
  check: (bytes: Bytes) => Bytes
): UploadSource {
  requireBody(request)
  refuseCoding(request)
  return {
    atLeast: Number(request.headers['content-length'] ?? 0),
    digests: expectedDigests(request.headers),
    ...(facts.name !== undefined && { name: facts.name }),
    async receive(store) {
      beginBody(request, reply)
      const { raw } = request
      await store(isSmallBody(raw) ? await readSmallBody(raw, pace) : check(readBody(raw, pace)))
      return facts
    },
  }
}

/** `filename*` before `filename` before `?name=`. */
function sentName({ request, queryName }: RawUploadOptions): string | undefined {
  // Joined, as `headers` has them, two would read as one with another name.
  const header = firstField(request.raw, 'content-disposition')
  return (header === undefined ? undefined : dispositionName(header)) ?? queryName
}

/** The first field of the name, where there may be several. */
function firstField({ headers, headersDistinct }: IncomingMessage, name: string) {
  return headers[name] === undefined ? undefined : headersDistinct[name]?.[0]
}

function dispositionName(header: string): string | undefined {
  // Node hands header bytes over as latin-1; clients that put UTF-8 there mean UTF-8.
  const { parameters } = parse(Buffer.from(header, 'latin1').toString())
  const { filename } = parameters
  if (filename === undefined && parameters['filename*'] !== undefined) {
    throw new FileError('INVALID_NAME', { detail: 'The encoding of filename* is not understood' })
  }
  return filename
}
