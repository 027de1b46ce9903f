import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'
import type { BodyLimits } from './body-limits.js'
import { readBody } from './body-reader.js'

/** Takes JSON in this scope: small, so it is read whole, but with the same patience as every other body. */
export function acceptJson(app: FastifyInstance, limits: BodyLimits): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', (request, raw, done) => {
    readText(raw, limits).then((text) => parse(request, text, done), done)
  })
}

async function readText(raw: IncomingMessage, limits: BodyLimits): Promise<string> {
  const { maxFieldSize: limit, idleTimeout } = limits
  const tooLong = () =>
    new FileError('FILE_TOO_LARGE', { detail: `The limit of a JSON body is ${limit} bytes` })
  if (Number(raw.headers['content-length'] ?? 0) > limit) throw tooLong()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readBody(raw, idleTimeout)) {
    size += chunk.length
    if (size > limit) throw tooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
