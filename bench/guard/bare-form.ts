import type { IncomingMessage } from 'node:http'

const headEnd = '\r\n\r\n'

/**
 * The content of a form with one part, in one piece or in chunks. Its end is found by the length of the request: the
 * least that a server could do.
 */
export async function* bareForm(request: IncomingMessage): AsyncGenerator<Buffer> {
  const boundary = /boundary=(.*)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? ''
  const tail = `\r\n--${boundary}--\r\n`.length
  let left = Number(request.headers['content-length']) - tail
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const received of request as AsyncIterable<Buffer>) {
    let chunk = received
    if (head !== undefined) {
      head = Buffer.concat([head, received])
      const start = head.indexOf(headEnd)
      if (start < 0) continue
      chunk = head.subarray(start + headEnd.length)
      left -= start + headEnd.length
      head = undefined
    }
    if (left > 0) yield chunk.subarray(0, left)
    left -= chunk.length
  }
}
