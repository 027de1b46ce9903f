import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { built } from './built.js'
import type { Job } from './job.js'
import { watchLoop } from './loop-delay.js'
import { runJob } from './run-job.js'

/** What clients in another process see of the service over HTTP, and what the whole list does to its event loop. */
export const served: Job = async (input) => {
  const { buildApp } = await built('app.js')
  const { compose } = await built('compose.js')
  const { parseConfig } = await built('config.js')
  const { createLogger } = await built('logger.js')
  const { Metrics } = await built('metrics/metrics.js')
  const { version } = await built('version.js')
  const config = parseConfig({ DATA_DIR: input.place })
  const metrics = new Metrics(version)
  const { service, readiness, usage, close } = await compose(config, {
    report: () => {},
    measure: metrics.measure,
  })
  metrics.watchStores(usage)
  const lifecycle = { closing: false }
  const logger = createLogger('warn')
  const app = await buildApp({ service, readiness, metrics, lifecycle, logger }, config)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const client = { ...input, place: `http://127.0.0.1:${port}` }
  const costs = await runJob({ ...client, job: 'requests' })
  const listing = runJob({ ...client, job: 'drain' })
  // To fork the client holds the loop, too, and is no part of it: it asks for something else first.
  await once(app.server, 'request')
  const delays = watchLoop('streaming the list')
  const list = await listing
  const figures = { ...costs, ...list, ...(await delays()) }
  await app.close()
  await close()
  return figures
}
