import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Two halves of one connection. */
interface Pair {
  readonly client: Socket
  readonly server: Socket
}

/**
 * What lies between a store and its database, to be broken: it passes bytes on, keeps them as a network does that
 * has gone dark, or swallows the answers.
 */
export class TcpProxy {
  #way: 'open' | 'dark' | 'unanswered' = 'open'
  readonly #pairs = new Set<Pair>()

  private constructor(
    private readonly listener: Server,
    private readonly upstream: number
  ) {
    listener.on('connection', (client) => this.#pair(client))
  }

  static async start(upstream: number): Promise<TcpProxy> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return new TcpProxy(listener, upstream)
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port
  }

  /** From now on nothing passes, in either direction, and nobody hears of it. */
  goDark(): void {
    this.#way = 'dark'
    for (const pair of this.#pairs) this.#apply(pair)
  }

  /** From now on requests pass and answers do not. */
  swallowAnswers(): void {
    this.#way = 'unanswered'
  }

  /** From now on everything passes, also what was kept. */
  open(): void {
    this.#way = 'open'
    for (const pair of this.#pairs) this.#apply(pair)
  }

  /** Breaks the connections that there are. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy()
      server.destroy()
    }
  }

  async close(): Promise<void> {
    this.cut()
    this.listener.close()
    await once(this.listener, 'close')
  }

  #pair(client: Socket): void {
    const pair = { client, server: connect(this.upstream, '127.0.0.1') }
    const { server } = pair
    this.#pairs.add(pair)
    client.on('data', (bytes) => server.write(bytes))
    server.on('data', (bytes) => {
      if (this.#way !== 'unanswered') client.write(bytes)
    })
    for (const [half, other] of [
      [client, server],
      [server, client],
    ] as const) {
      half.on('error', () => {})
      half.on('close', () => {
        other.destroy()
        this.#pairs.delete(pair)
      })
    }
    this.#apply(pair)
  }

  #apply({ client, server }: Pair): void {
    for (const half of [client, server]) {
      if (this.#way === 'dark') half.pause()
      else half.resume()
    }
  }
}
