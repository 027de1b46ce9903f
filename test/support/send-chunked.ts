import type { Answer } from './answer.js'
import { type Client, requestHead } from './client.js'

interface ChunkedRequest {
  readonly method: string
  readonly path: string
  readonly type: string
  readonly body: Buffer
}

const pieceSize = 20_000

/** Sends a body in chunks, so that its length is not known beforehand. */
export async function sendChunked(client: Client, request: ChunkedRequest): Promise<Answer> {
  const { method, path, type, body } = request
  const connection = await client.open()
  const head = { Host: client.host, 'Content-Type': type, 'Transfer-Encoding': 'chunked' }
  await connection.send(requestHead(method, path, head))
  for (let at = 0; at < body.length; at += pieceSize) {
    const piece = body.subarray(at, at + pieceSize)
    const size = Buffer.from(`${piece.length.toString(16)}\r\n`)
    await connection.send(Buffer.concat([size, piece, Buffer.from('\r\n')]))
  }
  await connection.send('0\r\n\r\n')
  const answer = await connection.answer(method)
  connection.close()
  client.check(method, path, answer)
  return answer
}
