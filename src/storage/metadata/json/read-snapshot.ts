import { crc32 } from 'node:zlib'
import { compareCreation } from '../../../core/list-order.js'
import type { Fs } from '../../fs/fs.js'
import { FileIndex } from './file-index.js'
import { hexChecksum } from './journal-line.js'
import { type Line, readLines } from './read-lines.js'
import { readSnapshotHead, type SnapshotHead, snapshotCount, snapshotEnd } from './snapshot-head.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { readStoredRecord } from './stored-record.js'

const idLength = 21
const [quote, comma, colon, brace] = [0x22, 0x2c, 0x3a, 0x7d]

export interface Snapshot {
  readonly head: SnapshotHead
  readonly index: FileIndex
  readonly bytes: number
}

/** Loads a snapshot. Throws `StoreCorruptError` when it is not, byte for byte, what was written. */
export async function readSnapshot(fs: Fs, path: string): Promise<Snapshot> {
  const file = await fs.open(path, 'read')
  const parser = new SnapshotParser()
  try {
    const bytes = await readLines(file, 0, (line) => {
      try {
        return parser.take(line)
      } catch (cause) {
        throw new StoreCorruptError(path, line.offset, (cause as Error).message, cause)
      }
    })
    const { head, index } = parser
    const size = (await file.stat()).size
    if (!parser.isComplete || head === undefined || size !== bytes) {
      throw new StoreCorruptError(path, bytes, 'the snapshot does not end where it says')
    }
    return { head, index, bytes }
  } finally {
    await file.close()
  }
}

/** Takes the lines of a snapshot one by one; throws an `Error` at the first that does not belong. */
class SnapshotParser {
  readonly index = new FileIndex()
  head: SnapshotHead | undefined
  isComplete = false
  private checksum = 0
  /** Whether the line before ended with a comma, so that another record must follow. */
  private open: boolean | undefined

  take(line: Line): boolean {
    const { bytes } = line
    if (!line.terminated) throw new Error('the line is cut off')
    if (this.head === undefined) {
      this.head = readSnapshotHead(bytes.toString('utf8'))
      this.index.lastTime = this.head.lastTime
    } else if (bytes[0] === brace) {
      this.end(bytes.toString('latin1'))
      return false
    } else {
      this.record(bytes)
    }
    this.checksum = crc32(bytes, this.checksum)
    return true
  }

  private record(bytes: Buffer): void {
    if (this.open === false) throw new Error('a record behind the last one')
    const { types, created } = this.index
    this.open = bytes[bytes.length - 2] === comma
    const end = bytes.length - (this.open ? 2 : 1)
    if (bytes[0] !== quote || bytes[idLength + 1] !== quote || bytes[idLength + 2] !== colon) {
      throw new Error('not a record')
    }
    // Taken from the bytes, not cut from a string, which would keep the whole line in memory.
    const id = bytes.toString('latin1', 1, idLength + 1)
    const record = readStoredRecord(
      id,
      JSON.parse(bytes.toString('utf8', idLength + 3, end)),
      types
    )
    if (record === undefined) throw new Error('not a record')
    if (created.last !== undefined && compareCreation(created.last, record) >= 0) {
      throw new Error('a record out of its order')
    }
    this.index.apply({ before: undefined, after: record })
    // Cheaper than to look the id up before.
    if (this.index.size !== created.size) throw new Error('the same id a second time')
  }

  private end(line: string): void {
    const count = snapshotCount(this.index.created.size)
    const checksum = hexChecksum(crc32(count, this.checksum))
    if (this.open === true || line !== count + snapshotEnd(checksum)) {
      throw new Error('count or checksum do not match: the file is damaged or was edited by hand')
    }
    this.isComplete = true
  }
}
