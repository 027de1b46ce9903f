import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web site of somebody else: one empty page, and whatever is run in it. */
export class OtherSite {
  private constructor(
    private readonly server: Server,
    readonly port: number
  ) {}

  static async open(): Promise<OtherSite> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>Another site</title>')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new OtherSite(server, (server.address() as AddressInfo).port)
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}
