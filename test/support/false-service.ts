import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that answers as it likes, until the test ends. Gives its address. */
export async function falseService(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** One file as no Filedrop would have it, with the digest that is claimed and the bytes that come. */
export function falseFile({
  name = 'a.txt',
  bytes = 'bytes',
  claimed = bytes,
  more = {},
}: {
  readonly name?: string
  readonly bytes?: string
  readonly claimed?: string
  /** Members of the metadata in place of what they would be. */
  readonly more?: Record<string, unknown>
}): Promise<string> {
  const sha256 = createHash('sha256').update(claimed)
  const hex = sha256.copy().digest('hex')
  const file = {
    file_id: 'id',
    file_name: name,
    file_type: 'text/plain',
    file_size: Buffer.byteLength(bytes),
    sha256: hex,
    revision: 1,
    created_at: '2026-01-31T12:00:00.000Z',
    updated_at: '2026-01-31T12:00:00.000Z',
    download_count: 0,
    download_link: '/files/id',
    ...more,
  }
  return falseService((request, response) => {
    response.setHeader('ETag', '"tag"')
    const path = request.url?.replace(/\?.*/, '')
    if (path === '/files/id') {
      response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(hex, 'hex').toString('base64')}:`)
      response.setHeader('Content-Length', Buffer.byteLength(bytes))
      response.end(bytes)
      return
    }
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(path === '/files' ? [file] : file))
  })
}
