import { basename } from 'node:path'
import type { Terminal } from '../terminal/command.js'
import { bytesInWords, onScreen } from '../terminal/words.js'

/** Shows a transfer on the terminal as its bytes go; `before` are those that went at an earlier time. */
export function showTransfer(
  terminal: Terminal,
  { name, total, before = 0 }: { name: string; total: number | undefined; before?: number }
): (bytes: number) => void {
  const startedAt = performance.now()
  const label = onScreen(basename(name))
  return (bytes) => {
    const done = before + bytes
    terminal.progress(done, total ?? Number.POSITIVE_INFINITY, () => {
      const rate = (bytes * 1000) / Math.max(1, performance.now() - startedAt)
      const rest = total === undefined ? '' : `, ${Math.ceil((total - done) / rate)} s left`
      return `${bytesInWords(done)}, ${bytesInWords(Math.round(rate))}/s${rest}  ${label}`
    })
  }
}
