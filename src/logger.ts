import { type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** JSON lines for programs, readable ones in a terminal. */
export function createLogger(level: string): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (!process.stdout.isTTY) return pino(options)
  return pino(options, PinoPretty({ ignore: 'reqId', singleLine: true }))
}
