import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** What a page may read of an answer beside what every page may. */
const exposedHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Length',
  'Content-Range',
  'ETag',
  'Filedrop-File-Id',
  'Link',
  'Location',
  'Repr-Digest',
  'Retry-After',
  'Tus-Checksum-Algorithm',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Expires',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'WWW-Authenticate',
  'X-Request-Id',
]

/** What a page may send. */
const allowedHeaders = [
  'Authorization',
  'Content-Digest',
  'Content-Disposition',
  'Content-Type',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'If-Unmodified-Since',
  'Range',
  'Repr-Digest',
  'Tus-Resumable',
  'Upload-Checksum',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Offset',
  'X-Request-Id',
]

/** Lets pages of the named origins use the API; to all others nothing is said that a browser could take for leave. */
export async function installCors(app: FastifyInstance, origins: ReadonlySet<string>) {
  if (origins.size === 0) return
  await app.register(cors, {
    delegator: ({ headers }, done) =>
      done(null, {
        origin: origins.has(headers.origin ?? ''),
        // An OPTIONS that asks for no method is a request like any other.
        preflight: headers['access-control-request-method'] !== undefined,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowedHeaders,
        exposedHeaders,
        maxAge: 600,
      }),
  })
}
