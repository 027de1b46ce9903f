import type { Config } from '../../schemas/config.js'
import { ConfigError, loadConfig } from '../config.js'

/** The configuration of a store whose records are in its data directory. Throws `ConfigError`. */
export function localRecordsConfig(): Config {
  const config = loadConfig()
  refuse(elsewhere('METADATA_STORE', 'records', config.METADATA_STORE, 'json'))
  return config
}

/** The configuration of a store that is in its data directory as a whole. Throws `ConfigError`. */
export function embeddedConfig(): Config {
  const config = loadConfig()
  refuse([
    // All contents would be missing there, and a repair would give their records up.
    ...elsewhere('CONTENT_STORE', 'contents', config.CONTENT_STORE, 'directory'),
    ...elsewhere('METADATA_STORE', 'records', config.METADATA_STORE, 'json'),
  ])
  return config
}

const elsewhere = (setting: string, what: string, value: string, local: string): string[] =>
  value === local
    ? []
    : [`${setting}: this command needs the ${what} in DATA_DIR, and not in ${value}`]

function refuse(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new ConfigError(mistakes)
}
