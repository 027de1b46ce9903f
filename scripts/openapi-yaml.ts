import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { stringify } from 'yaml'
import { buildApp } from '../src/app.js'
import { compose } from '../src/compose.js'
import { parseConfig } from '../src/config.js'
import { Metrics } from '../src/metrics/metrics.js'

/** The document as the application describes itself with default settings. */
export async function openapiYaml(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'filedrop-openapi-'))
  const config = parseConfig({ DATA_DIR: directory })
  const listeners = { report: () => {}, measure: () => {} }
  const { service, readiness, close } = await compose(config, listeners)
  try {
    const logger = pino({ level: 'silent' })
    const metrics = new Metrics('')
    const app = await buildApp(
      { service, readiness, metrics, logger, lifecycle: { closing: false } },
      config
    )
    await app.ready()
    const text = stringify(app.swagger(), { aliasDuplicateObjects: false })
    await app.close()
    return text
  } finally {
    await close()
    rmSync(directory, { recursive: true })
  }
}
