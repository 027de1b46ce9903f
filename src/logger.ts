import { type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** JSON lines for programs, readable ones in a terminal. */
export function createLogger(level: string): Logger {
  const options = { level, base: null, timestamp: isoTime() }
  if (!process.stdout.isTTY) return pino(options)
  return pino(options, PinoPretty({ ignore: 'reqId', singleLine: true }))
}

/** The time as pino writes it, put into words once a millisecond, in which a busy service writes many lines. */
function isoTime(): () => string {
  let last = Number.NaN
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== last) {
      last = now
      text = `,"time":"${new Date(now).toISOString()}"`
    }
    return text
  }
}
