import { freePort } from '../../../scripts/tools/free-port.js'
import type { Settings } from '../../support/server.js'
import { ServerProcess } from '../../support/server-process.js'
import { Nginx } from './nginx.js'
import { ReplicaGroup } from './replica-group.js'

const count = 2

interface ScaledOptions {
  /** What every replica is told. */
  readonly settings: Settings
  /** Where nginx listens. */
  readonly port?: number | undefined
}

/** Two replicas of the built server, and nginx as it is deployed in front of them. */
export class ScaledService {
  #replicas: ServerProcess[]

  private constructor(
    private readonly settings: Settings,
    readonly nginx: Nginx,
    readonly port: number,
    replicas: ServerProcess[]
  ) {
    this.#replicas = replicas
  }

  static async start({ settings: given, port = 0 }: ScaledOptions): Promise<ScaledService> {
    const settings = { TRUST_PROXY: '1', ...given }
    // One after the other: the first makes the tables, as in any installation.
    const replicas: ServerProcess[] = []
    try {
      while (replicas.length < count) replicas.push(await ServerProcess.serve(settings))
      const listening = port || (await freePort())
      const upstreams = replicas.map((replica) => replica.port)
      const nginx = await Nginx.start({ port: listening, upstreams })
      return new ScaledService(settings, nginx, listening, replicas)
    } catch (error) {
      await Promise.all(replicas.map((replica) => replica.kill()))
      throw error
    }
  }

  get replicas(): readonly ServerProcess[] {
    return this.#replicas
  }

  get group(): ReplicaGroup {
    return new ReplicaGroup(this.port, this.#replicas)
  }

  /** Starts those again that have ended, each where nginx looks for it. */
  async restart(more: Settings = {}): Promise<void> {
    const again = async (replica: ServerProcess) => {
      if (replica.running) return replica
      const PORT = String(replica.port)
      return ServerProcess.serve({ ...this.settings, ...more, PORT })
    }
    this.#replicas = await Promise.all(this.#replicas.map(again))
  }

  async stop(): Promise<void> {
    await this.nginx.stop()
    await Promise.all(this.#replicas.map((replica) => replica.kill()))
  }
}
