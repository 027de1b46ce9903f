import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request that has arrived, and the connection of its client. */
export interface Arrived {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly client: Socket
}

/** Sends the text as a client would and resolves with the request that the server has begun to read. */
export async function arrive(text: string): Promise<Arrived> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  client.on('error', () => {})
  onTestFinished(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  const arrived = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>
  client.write(text)
  const [request, response] = await arrived
  return { request, response, client }
}

/** The head of a request with a body. */
export const head = (framing: string) => `PUT / HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`

/** Everything that the client gets up to the end of the connection. */
export async function received(client: Socket): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of client) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
