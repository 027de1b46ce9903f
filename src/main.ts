import type { AddressInfo } from 'node:net'
import { buildApp } from './app.js'
import { compose, StartError } from './compose.js'
import { ConfigError, configWarnings, loadConfig } from './config.js'
import type { Report } from './core/report.js'
import { createLogger } from './logger.js'
import { Metrics } from './metrics/metrics.js'
import { keepHeapModest } from './modest-heap.js'
import { Shutdown } from './shutdown.js'
import { version } from './version.js'

/** EX_CONFIG, EX_TEMPFAIL, EX_IOERR and EX_SOFTWARE of sysexits.h. */
const exitCodes = { config: 78, inUse: 75, io: 74, software: 70 }

async function start(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger(config.LOG_LEVEL)
  const shutdown = new Shutdown({ logger, graceMs: config.SHUTDOWN_GRACE })
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (err) => {
      // The state of the process is unknown now; what was acknowledged is on the disk.
      logger.fatal({ err }, event)
      process.exit(exitCodes.software)
    })
  }
  const report: Report = (level, message, err) => {
    logger[level]({ err }, message)
    if (level === 'fatal' && config.ON_STORE_FAILURE === 'exit') void shutdown.run(exitCodes.io)
  }
  for (const warning of configWarnings(config)) logger.warn(warning)
  const metrics = new Metrics(version)
  const { measure } = metrics
  const { close, usage, ...services } = await compose(config, { report, measure })
  keepHeapModest()
  metrics.watchStores(usage)
  shutdown.onClose(close)
  const { lifecycle } = shutdown
  const app = await buildApp({ ...services, metrics, lifecycle, logger }, config)
  shutdown.onDrain(app)
  await app.listen({ host: config.HOST, port: config.PORT }).catch(explainListen)
  const { address, family, port } = app.server.address() as AddressInfo
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  logger.info({ url, dataDir: config.DATA_DIR }, 'listening')
}

function explainListen(error: NodeJS.ErrnoException): never {
  // Every other reason may be gone at the next start.
  const code = error.code === 'EACCES' ? exitCodes.config : exitCodes.inUse
  throw new StartError(`HOST and PORT cannot be listened at: ${error.message}`, code, error)
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    for (const mistake of error.mistakes) console.error(mistake)
    process.exit(exitCodes.config)
  }
  if (error instanceof StartError) {
    console.error(error.message)
    process.exit(error.exitCode)
  }
  console.error(error instanceof Error && 'code' in error ? error.message : error)
  process.exit(exitCodes.software)
})
