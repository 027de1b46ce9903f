import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../../scripts/tools/free-port.js'
import { Nginx } from './support/nginx.js'

/** A replica that either answers, or takes every request and dies over it. */
class Replica {
  readonly seen: string[] = []
  isDying = false

  private constructor(readonly server: Server) {}

  static async start(): Promise<Replica> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const replica = new Replica(server)
    server.on('request', async (incoming, answer) => {
      let body = ''
      for await (const chunk of incoming) body += chunk
      replica.seen.push(`${incoming.method} ${incoming.url} ${body}`)
      if (replica.isDying) incoming.socket.destroy()
      else answer.end('done')
    })
    return replica
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }
}

describe('the configuration of nginx', () => {
  let port: number
  let nginx: Nginx
  let replicas: Replica[]
  beforeAll(async () => {
    port = await freePort()
    replicas = [await Replica.start(), await Replica.start()]
    const upstreams = replicas.map((replica) => replica.port)
    // Each of them is asked, however often it died before.
    const edit = (text: string) => text.replaceAll('max_fails=2', 'max_fails=0')
    nginx = await Nginx.start({ port, upstreams, edit })
  })
  afterAll(async () => {
    await nginx.stop()
    for (const { server } of replicas) server.close()
  })
  beforeEach(() => {
    for (const replica of replicas) Object.assign(replica, { isDying: false }).seen.length = 0
  })

  const send = async (method: string, headers: Record<string, string> = {}) => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ port, method, path: '/files/x?y=z', headers }, resolve)
      sent.on('error', reject)
      sent.end(method === 'GET' || method === 'DELETE' ? undefined : 'body')
    })
    answer.resume()
    return answer.statusCode
  }
  const seen = () => replicas.flatMap((replica) => replica.seen)

  test.each(['GET', 'DELETE', 'PUT', 'POST', 'PATCH'])('passes %s on as it is', async (method) => {
    expect(await send(method)).toBe(200)
    const body = method === 'GET' || method === 'DELETE' ? '' : 'body'
    expect(seen()).toEqual([`${method} /files/x?y=z ${body}`])
  })

  test('lets whoever asks for it wait for the word to send a body', async () => {
    expect(await send('PUT', { Expect: '100-continue' })).toBe(200)
    expect(seen()).toEqual(['PUT /files/x?y=z body'])
  })

  test.each(['DELETE', 'PUT', 'POST', 'PATCH'])(
    'does not repeat a %s that was sent',
    async (method) => {
      for (const replica of replicas) replica.isDying = true
      expect(await send(method)).toBe(502)
      expect(seen()).toHaveLength(1)
    }
  )

  test('repeats a GET that nobody answered', async () => {
    for (const replica of replicas) replica.isDying = true
    expect(await send('GET')).toBe(502)
    expect(seen()).toHaveLength(2)
  })
})
