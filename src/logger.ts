import { type DestinationStream, type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** JSON lines for programs, readable ones in a terminal. */
export function createLogger(level: string): Logger {
  const options = { level, base: null, timestamp: isoTime() }
  if (!process.stdout.isTTY) return pino(options, oneWriteATurn())
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

/**
 * Standard output, with one system call for all lines of a turn of the event loop. None waits for longer: whoever was
 * answered finds the line of it, also when the process is killed a moment later.
 */
function oneWriteATurn(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true })
  let lines = ''
  const write = () => {
    if (lines !== '') output.write(lines)
    lines = ''
  }
  process.on('exit', write)
  return {
    write(line) {
      if (lines === '') setImmediate(write)
      lines += line
    },
  }
}
