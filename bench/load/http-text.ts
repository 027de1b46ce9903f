import type { Upload } from '../peers/peer.js'

const boundary = 'bench-boundary'
/** Where drive.lua puts a number of ten digits, so that no two uploads have the same name. */
const numberMark = 'NNNNNNNNNN'

interface RequestText {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** A request as it goes over the connection. */
function httpText(url: string, { method, path, headers, body }: RequestText): Buffer {
  const all = {
    Host: new URL(url).host,
    ...headers,
    ...(body && { 'Content-Length': `${body.length}` }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  return Buffer.concat([head, body ?? Buffer.alloc(0)])
}

export const getText = (url: string, path: string, headers?: Record<string, string>): Buffer =>
  httpText(url, { method: 'GET', path, ...(headers && { headers }) })

/** An upload under a name that begins with `prefix` and is never the same twice. */
export function uploadText(url: string, { method, path, field }: Upload, sent: Sent): Buffer {
  const name = `${sent.prefix}${numberMark}`
  if (field === undefined) {
    const headers = { 'Content-Type': 'application/octet-stream' }
    return httpText(url, { method, path: path(name), headers, body: sent.content })
  }
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  const body = Buffer.concat([
    Buffer.from(head),
    sent.content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
  return httpText(url, { method, path: path(name), headers, body })
}

interface Sent {
  readonly prefix: string
  readonly content: Buffer
}
