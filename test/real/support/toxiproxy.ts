import { freePort } from '../../../scripts/tools/free-port.js'
import { toxiproxyFile } from '../../../scripts/tools/toxiproxy.js'
import { Service } from './service.js'

interface Toxic {
  readonly type: 'reset_peer' | 'limit_data' | 'latency' | 'bandwidth'
  /** The way to the server, or the way back. */
  readonly stream: 'upstream' | 'downstream'
  readonly attributes: Readonly<Record<string, number>>
}

/** A proxy in front of a server, which does to the bytes what it is told. */
export class Toxiproxy {
  private constructor(
    private readonly service: Service,
    private readonly api: string,
    readonly port: number
  ) {}

  static async start(target: number): Promise<Toxiproxy> {
    const [apiPort, port] = [await freePort(), await freePort()]
    const api = `http://127.0.0.1:${apiPort}`
    const service = await Service.start({
      file: toxiproxyFile,
      args: ['-host', '127.0.0.1', '-port', `${apiPort}`],
      variables: { LOG_LEVEL: 'error' },
      answers: async () => {
        await fetch(`${api}/version`)
      },
    })
    const proxy = new Toxiproxy(service, api, port)
    await proxy.#post('/proxies', {
      name: 'target',
      listen: `127.0.0.1:${port}`,
      upstream: `127.0.0.1:${target}`,
    })
    return proxy
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** From now on, also on connections that are open. */
  async add(toxic: Toxic): Promise<void> {
    await this.#post('/proxies/target/toxics', toxic)
  }

  /** Takes nothing and gives nothing, without a word, until it is stopped. Its own way of that waits for a full pipe. */
  swallow(): void {
    this.service.freeze()
  }

  /** Nothing stands in the way any more, also after it swallowed. */
  async clear(): Promise<void> {
    this.service.thaw()
    await this.#post('/reset', {})
  }

  stop(): Promise<void> {
    return this.service.stop()
  }

  async #post(path: string, body: object): Promise<void> {
    const response = await fetch(this.api + path, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`toxiproxy: ${await response.text()}`)
  }
}
