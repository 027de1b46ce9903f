/** The plainest server that Node allows for the operations that are guarded: `bare-server.ts directory port`. */
import { once } from 'node:events'
import { open, unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { argv } from 'node:process'
import { bareForm } from './bare-form.js'
import { BareStore } from './bare-store.js'

const [directory, port] = argv.slice(2) as [string, string]
const store = await BareStore.open(directory)
const chunkBytes = 256 * 1024
const page = 100

function json(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isForm = request.headers['content-type']?.startsWith('multipart/')
  json(response, 201, await store.add('file', isForm ? bareForm(request) : request))
}

async function download(id: string, response: ServerResponse): Promise<void> {
  const file = await open(store.path(id), 'r')
  try {
    const { size } = await file.stat()
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': size,
    })
    for (let position = 0; position < size; ) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, size - position))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
      position += bytesRead
      const last = position === size
      if (last) response.end(buffer)
      else if (!response.write(buffer)) await once(response, 'drain')
    }
  } finally {
    await file.close()
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '/' } = request
  if (method === 'POST') return await upload(request, response)
  if (url === '/files') return json(response, 200, { files: store.newest.slice(-page) })
  const [, , id = '', metadata] = url.split('/')
  const file = store.files.get(id)
  if (file === undefined) return json(response, 404, {})
  if (metadata !== undefined) return json(response, 200, file)
  if (method !== 'DELETE') return await download(id, response)
  store.files.delete(id)
  await unlink(store.path(id))
  json(response, 200, file)
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error)
    response.destroy()
  })
}).listen(Number(port), '127.0.0.1')
