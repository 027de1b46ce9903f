import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy that serves a site of its own, with the service below a path which it takes off. */
export class SubPathProxy {
  #target = 0

  private constructor(
    private readonly server: Server,
    private readonly path: string
  ) {}

  static async open(path: string): Promise<SubPathProxy> {
    const server = createServer()
    const proxy = new SubPathProxy(server, path)
    server.on('request', (incoming, outgoing) => {
      if (!incoming.url?.startsWith(`${path}/`)) {
        outgoing.writeHead(404).end('not below the path')
        return
      }
      const { method, headers } = incoming
      const target = {
        host: '127.0.0.1',
        port: proxy.#target,
        path: incoming.url.slice(path.length),
      }
      const passed = request({ ...target, method, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        answer.pipe(outgoing)
      })
      passed.on('error', () => outgoing.destroy())
      incoming.pipe(passed)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  /** The public address of the service. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.path}`
  }

  /** Sends what comes to the service at this port. */
  leadTo(port: number): void {
    this.#target = port
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}
