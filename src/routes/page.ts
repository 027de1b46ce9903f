import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'

/** What the page may do: load its own parts, talk to us, and show files that it has fetched. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  'frame-src blob:',
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // Text never becomes a script on the way through the document.
  "require-trusted-types-for 'script'",
].join('; ')

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** Beside this file when it is built, else in the build that is beside the sources. */
const beside = folder('../../web')
const root = existsSync(beside) ? beside : folder('../../dist/web')

const config = { door: 'system', operation: 'systemHome' } as const
const schema = { hide: true }

/** The page for people, and what it loads. Without a build there is none. */
export const pageRoutes: FastifyPluginAsync = async (app) => {
  await app.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    acceptRanges: false,
    suppressWarning: true,
  })

  app.get('/', { config, schema }, (_request, reply) =>
    reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .sendFile('index.html')
  )

  // The name tells the content: whatever is under it never changes.
  app.get<{ Params: { name: string } }>(
    '/assets/:name',
    { config, schema },
    ({ params: { name } }, reply) =>
      reply.header('cache-control', 'max-age=31536000, immutable').sendFile(`assets/${name}`)
  )
}
