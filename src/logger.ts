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

/** Characters that wait for a reader of the log before lines are dropped: a service must not stand still for its log. */
const mostWaiting = 16 * 1024 * 1024

/** Standard output, with one system call for all that is logged at once. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, maxLength: mostWaiting })
  let lines = ''
  const write = () => {
    const text = lines
    lines = ''
    if (text !== '') output.write(text)
  }
  process.on('exit', () => {
    write()
    try {
      output.flushSync()
    } catch {
      // Nobody is left to be told.
    }
  })
  return {
    write(line) {
      if (lines === '') process.nextTick(write)
      lines += line
    },
  }
}
