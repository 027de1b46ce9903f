import { randomBytes } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'

const agent = new Agent({ keepAlive: true })
const block = randomBytes(256 * 1024)
const boundary = 'bench-boundary'
const formHead = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="bench.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`
const formTail = `\r\n--${boundary}--\r\n`

/** Uploads so many bytes in a form; resolves with the id of the file. */
export const uploadForm = (url: string, size: number): Promise<string> =>
  upload(url, {
    type: `multipart/form-data; boundary=${boundary}`,
    head: formHead,
    size,
    tail: formTail,
  })

/** Uploads so many bytes as the body; resolves with the id of the file. */
export const uploadRaw = (url: string, size: number): Promise<string> =>
  upload(url, { type: 'application/octet-stream', head: '', size, tail: '' })

interface Body {
  readonly type: string
  readonly head: string
  readonly size: number
  readonly tail: string
}

async function upload(url: string, { type, head, size, tail }: Body): Promise<string> {
  const length = Buffer.byteLength(head) + size + Buffer.byteLength(tail)
  const call = request(`${url}/files/upload`, {
    method: 'POST',
    agent,
    headers: { 'Content-Type': type, 'Content-Length': length },
  })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve).once('error', reject)
  })
  if (head) call.write(head)
  for (let left = size; left > 0; left -= block.length) {
    const chunk = left < block.length ? block.subarray(0, left) : block
    if (!call.write(chunk)) await new Promise((resolve) => call.once('drain', resolve))
  }
  call.end(tail)
  const response = await answer
  const text = Buffer.concat(await response.toArray()).toString()
  if (response.statusCode !== 201) throw new Error(text)
  return JSON.parse(text).file_id
}

/** Downloads a file and drops it. */
export async function downloadFile(url: string, id: string): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${url}/files/${id}`, { agent }).once('response', resolve).once('error', reject).end()
  })
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}`)
  await new Promise((resolve, reject) => {
    response.once('end', resolve).once('error', reject).resume()
  })
}
