import { Server } from '@tus/server'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Operation } from '../../../schemas/access.js'
import { NoQuery } from '../../../schemas/common.js'
import { problemTitles } from '../../../schemas/problem.js'
import type { ResumableUploads } from '../../core/resumable-uploads.js'
import { acceptAnything } from '../../http/accept-forms.js'
import { beginBody } from '../../http/begin-body.js'
import type { BodyPace } from '../../http/body-pace.js'
import { readBody } from '../../http/body-reader.js'
import type { Links } from '../../http/links.js'
import { type ErrorRenderer, statusOf } from '../../http/problem.js'
import { checksumAlgorithms, uploadChecksum, verified } from '../../http/upload-checksum.js'
import { checkRequest, isPiece, pieceType, tusVersion } from './check-request.js'
import { TusStore } from './tus-store.js'

interface TusOptions {
  readonly uploads: ResumableUploads
  readonly links: Links
  readonly limits: BodyPace
  /** Most bytes of one upload; 0 is no limit. */
  readonly maxSize: number
}

/** A status of the protocol alone. */
const checksumMismatch = 460

/** One line of plain text, as the package words its own. */
export const renderTusError: ErrorRenderer = ({ code, detail }) => ({
  status: code === 'DIGEST_MISMATCH' ? checksumMismatch : statusOf[code],
  mediaType: 'text/plain',
  body: detail ?? problemTitles[code],
})

/** What the package looks at; all else stays with us. */
const seenHeaders = [
  'tus-resumable',
  'upload-concat',
  'upload-length',
  'upload-metadata',
  'upload-offset',
  'content-length',
]
/** What it answers; headers for browsers and the connection are ours. */
const toldHeaders = /^(tus|upload)-|^location$/

const routes: readonly (readonly [HTTPMethods, string, Operation])[] = [
  ['OPTIONS', '/tus', 'tusOptions'],
  ['POST', '/tus', 'tusCreate'],
  ['OPTIONS', '/tus/:id', 'tusOptions'],
  ['HEAD', '/tus/:id', 'tusFind'],
  ['PATCH', '/tus/:id', 'tusAppend'],
  ['DELETE', '/tus/:id', 'tusRemove'],
]

/** Resumable uploads by tus 1.0. The package knows the protocol; requests come in and answers go out as at all doors. */
export const tusDoor: FastifyPluginAsync<TusOptions> = async (app, options) => {
  acceptAnything(app)
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('tus-resumable', tusVersion)
    if (reply.statusCode === checksumMismatch) reply.raw.statusMessage = 'Checksum Mismatch'
    done()
  })
  for (const [method, url, operation] of routes) {
    app.route<{ Params: { id?: string } }>({
      method,
      url,
      config: { door: 'tus', operation },
      schema: { hide: true, querystring: NoQuery },
      handler: async (request, reply) => {
        if (method !== 'OPTIONS') checkRequest(request, reply)
        const store = storeFor(request, reply, options)
        const server = new Server({
          path: '/tus',
          datastore: store,
          maxSize: options.maxSize,
          // The uploads keep themselves to one request at a time.
          locker: { newLock: () => ({ lock: async () => {}, unlock: async () => {} }) },
          namingFunction: () => 'chosen-by-the-store',
          getFileIdFromRequest: () => request.params.id,
          generateUrl: (_request, { id }) => options.links.to(`/tus/${id}`),
          onResponseError: (_request, error) => {
            // What it words itself is no error.
            if (error instanceof Error) throw error
            return undefined
          },
        })
        const answer = await server.handleWeb(seenBy(request))
        return send(reply, answer, store)
      },
    })
  }
}

function storeFor(
  request: FastifyRequest,
  reply: FastifyReply,
  { uploads, limits }: TusOptions
): TusStore {
  const { 'upload-checksum': field, 'upload-metadata': metadata = '' } = request.headers
  const checksum = field === undefined ? undefined : uploadChecksum(String(field))
  return new TusStore({
    uploads,
    metadata: String(metadata),
    isWhole: checksum !== undefined,
    bytes: (signal) => {
      beginBody(request, reply)
      const chunks = readBody(request.raw, limits, { signal })
      return checksum ? verified(chunks, checksum) : chunks
    },
  })
}

/** The head of the request for the package, which never gets to see the body. */
function seenBy(request: FastifyRequest): Request {
  const { method, headers } = request
  const seen = new Headers()
  for (const name of seenHeaders) {
    const value = headers[name]
    // Some clients send an empty field where they have no metadata.
    if (value) seen.set(name, String(value))
  }
  if (isPiece(request)) seen.set('content-type', pieceType)
  return new Request('http://tus/tus/upload', { method, headers: seen })
}

async function send(reply: FastifyReply, answer: Response, { progress }: TusStore) {
  for (const [name, value] of answer.headers) {
    if (toldHeaders.test(name)) reply.header(name, value)
  }
  if (progress) {
    const { upload, file } = progress
    if (reply.request.method === 'HEAD' && upload.metadata !== '') {
      reply.header('upload-metadata', upload.metadata)
    }
    if (file) reply.header('filedrop-file-id', file.id)
  }
  if (reply.request.method === 'OPTIONS') {
    reply.header('tus-checksum-algorithm', checksumAlgorithms)
  }
  const text = (await answer.text()).trimEnd()
  if (text !== '') reply.type('text/plain')
  return reply.code(answer.status).send(text === '' ? undefined : text)
}
