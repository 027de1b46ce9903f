import type { FsFile } from '../../fs/fs.js'
import { decodeLine } from './journal-line.js'
import { readLines } from './read-lines.js'

interface BadLine {
  readonly offset: number
  readonly seed: number
  /** The number that the bad line should have had. */
  readonly seq: number
}

/**
 * Whether the bad line at `offset` is what a crash leaves of a batch that nobody was told of, rather than damage:
 * no line behind it knew it to be durable, and it (or all that follows it) is unterminated or holds NULs.
 */
export async function isTornTail(file: FsFile, bad: BadLine): Promise<boolean> {
  let wasDurable = false
  let badIsTorn = false
  let followers = 0
  let tornFollowers = 0
  await readLines(file, bad.offset, (line) => {
    const torn = !line.terminated || line.nul()
    if (line.offset === bad.offset) {
      badIsTorn = torn
      return true
    }
    followers++
    if (torn) tornFollowers++
    else wasDurable = knewAsDurable(decodeLine(line.bytes, bad.seed), bad.seq)
    return !wasDurable
  })
  return !wasDurable && (badIsTorn || (followers > 0 && tornFollowers === followers))
}

const knewAsDurable = (entry: unknown, seq: number): boolean =>
  entry !== undefined && !(Number((entry as { k?: unknown } | null)?.k) < seq)
