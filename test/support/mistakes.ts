import { ConfigError, parseConfig } from '../../src/config.js'

/** The mistakes that are found in these settings, or none. */
export function mistakes(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}
