import { once } from 'node:events'
import type { Terminal } from './command.js'
import { exitCodes } from './exit-codes.js'

/** Milliseconds between two pictures of the progress bar. */
const interval = 100
const barWidth = 30
const eraseLine = '\r\u001b[K'

/** The terminal of this process. */
export function processTerminal(): Terminal & { close(): void } {
  const { stdout, stderr } = process
  let drawnAt = 0
  const erase = () => {
    if (drawnAt > 0) stderr.write(eraseLine)
    drawnAt = 0
  }
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read it has heard enough, as `head` does.
    if (error.code !== 'EPIPE') console.error(error.message)
    process.exit(exitCodes.io)
  })
  return {
    async print(text) {
      erase()
      if (!stdout.write(`${text}\n`)) await once(stdout, 'drain')
    },
    report(level, message) {
      erase()
      stderr.write(`${level}: ${message}\n`)
    },
    progress(done, total, words = () => `(${done} of ${total})`) {
      if (!stderr.isTTY || performance.now() - drawnAt < interval) return
      drawnAt = performance.now()
      stderr.write(eraseLine + fitting(`${bar(done, total)}${words()}`, stderr.columns || 80))
    },
    close: erase,
  }
}

function bar(done: number, total: number): string {
  if (total === Number.POSITIVE_INFINITY) return ''
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * barWidth)
  return `[${'#'.repeat(filled).padEnd(barWidth, '.')}] ${Math.floor(share * 100)}% `
}

/** As much of the text as one line takes: a second line would stay when the first is erased. */
function fitting(text: string, columns: number): string {
  let room = columns - 1
  let fits = ''
  for (const character of text) {
    // Other scripts may take two columns.
    room -= character > '~' ? 2 : 1
    if (room < 0) break
    fits += character
  }
  return fits
}
