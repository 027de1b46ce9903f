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
  #signals = 0
  #exitCode = 0

  constructor(private readonly options: ShutdownOptions) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (++this.#signals > 1) process.exit(this.#exitCode || 1)
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
    // A fault that shows while the server drains is still what it ended with.
    this.#exitCode ||= exitCode
    if (this.lifecycle.closing) return
    this.lifecycle.closing = true
    const { logger, graceMs } = this.options
    const deadline = setTimeout(() => this.#app?.server.closeAllConnections(), graceMs)
    try {
      await this.#app?.close()
      clearTimeout(deadline)
      await this.#close()
      logger.info('stopped')
      process.exit(this.#exitCode)
    } catch (err) {
      logger.fatal({ err }, 'could not stop cleanly')
      process.exit(this.#exitCode || 1)
    }
  }
}
