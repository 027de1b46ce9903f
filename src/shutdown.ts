import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Lifecycle } from './plugins/shutdown.js'

interface ShutdownOptions {
  readonly logger: Logger
  /** Milliseconds that running transfers have to end. */
  readonly graceMs: number
}

/**
 * SIGTERM or SIGINT: no more connections, running transfers may end within the grace, stores are flushed, exit 0. A
 * second signal ends the process at once, which loses nothing that was acknowledged.
 */
export class Shutdown {
  readonly lifecycle: Lifecycle = { closing: false }
  #app: FastifyInstance | undefined
  #close: () => Promise<void> = async () => {}

  constructor(private readonly options: ShutdownOptions) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (this.lifecycle.closing) process.exit(1)
        options.logger.info({ signal }, 'shutting down')
        void this.run(0)
      })
    }
  }

  onDrain(app: FastifyInstance): void {
    this.#app = app
  }

  onClose(close: () => Promise<void>): void {
    this.#close = close
  }

  async run(exitCode: number): Promise<void> {
    if (this.lifecycle.closing) return
    this.lifecycle.closing = true
    const { logger, graceMs } = this.options
    const deadline = setTimeout(() => this.#app?.server.closeAllConnections(), graceMs)
    try {
      await this.#app?.close()
      clearTimeout(deadline)
      await this.#close()
      logger.info('stopped')
      process.exit(exitCode)
    } catch (err) {
      logger.fatal({ err }, 'could not stop cleanly')
      process.exit(exitCode || 1)
    }
  }
}
