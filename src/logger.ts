import { type DestinationStream, type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** JSON lines for programs, readable ones in a terminal. */
export function createLogger(level: string): Logger {
  const options = { level, base: null, timestamp: isoTime() }
  if (!process.stdout.isTTY) return pino(options, standardOutput())
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

/** Bytes that wait for a reader of the log before lines are dropped: a service must not stand still for its log. */
const mostWaiting = 16 * 1024 * 1024

/**
 * Standard output, with one system call for all that is logged at once. Node writes what a pipe or a socket takes at
 * once and the rest when its reader comes; only a file is waited for.
 */
function standardOutput(): DestinationStream {
  const output = process.stdout
  let lines = ''
  const write = () => {
    const text = lines
    lines = ''
    if (text !== '' && output.writableLength < mostWaiting) output.write(text)
  }
  // A reader that has left is no reason to stop.
  output.on('error', () => {})
  process.on('exit', write)
  return {
    write(line) {
      if (lines === '') process.nextTick(write)
      lines += line
    },
  }
}
