import type { FsFile } from '../../fs/fs.js'
import { longestLine } from './journal-line.js'

const pieceSize = 1024 * 1024
const newline = 0x0a
const nothing = Buffer.alloc(0)

export interface Line {
  /** The line with its newline; only good until the callback returns. Of an overlong line only the beginning. */
  readonly bytes: Buffer
  /** Where in the file it begins. */
  readonly offset: number
  readonly terminated: boolean
  /** Whether a NUL is in it, also in a part that was not kept. */
  readonly nul: () => boolean
}

/**
 * Reads a file from `start`, a line at a time, in memory that does not depend on its length. Stops early when the
 * callback returns false. Resolves with the offset behind the last line it gave.
 */
export async function readLines(
  file: FsFile,
  start: number,
  onLine: (line: Line) => boolean
): Promise<number> {
  const piece = Buffer.allocUnsafe(pieceSize)
  const begun = new BegunLine()
  let offset = start
  for (let position = start; ; ) {
    const read = await file.read(piece, position)
    if (read === 0) break
    position += read
    const bytes = piece.subarray(0, read)
    let from = 0
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      const length = begun.length + at + 1 - from
      const goOn = onLine(begun.end(offset, bytes.subarray(from, at + 1), true))
      offset += length
      from = at + 1
      if (!goOn) return offset
    }
    begun.add(bytes.subarray(from))
  }
  if (begun.length === 0) return offset
  const { length } = begun
  onLine(begun.end(offset, nothing, false))
  return offset + length
}

/** What has been read of a line that goes on in the next piece. */
class BegunLine {
  length = 0
  private nul = false
  private kept = nothing

  add(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.length += bytes.length
    this.nul ||= bytes.includes(0)
    if (this.kept.length <= longestLine) this.kept = Buffer.concat([this.kept, bytes])
  }

  end(offset: number, rest: Buffer, terminated: boolean): Line {
    const { nul } = this
    const bytes = this.length === 0 ? rest : Buffer.concat([this.kept, rest])
    if (this.length > 0) this.reset()
    return { bytes, offset, terminated, nul: () => nul || bytes.includes(0) }
  }

  private reset(): void {
    this.length = 0
    this.nul = false
    this.kept = nothing
  }
}
