import { setImmediate as turn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { FileRecord } from '../../../core/file-record.js'
import { storeError } from '../../fs/errors.js'
import type { Fs, FsFile } from '../../fs/fs.js'
import { StoreFault } from '../../fs/store-fault.js'
import { thenClose } from '../../fs/then-close.js'
import { writeAll } from '../../fs/write-all.js'
import { hexChecksum } from './journal-line.js'
import { readLines } from './read-lines.js'
import {
  type SnapshotHead,
  snapshotCount,
  snapshotEnd,
  writeSnapshotHead,
} from './snapshot-head.js'
import { writeStoredRecord } from './stored-record.js'

const pieceSize = 256 * 1024

interface SnapshotOptions {
  readonly fs: Fs
  readonly path: string
  readonly head: SnapshotHead
  readonly records: readonly (readonly FileRecord[])[]
  readonly count: number
}

/** Writes a snapshot to a new file, durably, and reads it back; resolves with its bytes. */
export async function writeSnapshot(options: SnapshotOptions): Promise<number> {
  const { fs, path } = options
  const file = await fs.open(path, 'create')
  return thenClose(file, async () => {
    const written = await writePieces(file, options)
    await sync(file)
    await verify(file, written)
    return written.bytes
  })
}

async function sync(file: FsFile): Promise<void> {
  try {
    await file.datasync()
  } catch (error) {
    if (storeError(error).code === 'INSUFFICIENT_STORAGE') throw error
    throw new StoreFault('a snapshot cannot be synced', error)
  }
}

interface Written {
  readonly bytes: number
  readonly lines: number
  readonly checksum: number
}

async function writePieces(
  file: FsFile,
  { head, records, count }: SnapshotOptions
): Promise<Written> {
  let bytes = 0
  let checksum = 0
  for (const piece of pieces(head, records, count)) {
    const buffer = Buffer.from(piece)
    checksum = crc32(buffer, checksum)
    bytes += await writeAll(file, buffer, bytes)
    await turn()
  }
  const end = Buffer.from(snapshotEnd(hexChecksum(checksum)))
  bytes += await writeAll(file, end, bytes)
  return { bytes, lines: count + 2, checksum: crc32(end, checksum) }
}

function* pieces(head: SnapshotHead, records: SnapshotOptions['records'], count: number) {
  let piece = writeSnapshotHead(head)
  let left = count
  for (const rows of records) {
    for (const record of rows) {
      piece += writeStoredRecord(record) + (--left > 0 ? ',\n' : '\n')
      if (piece.length < pieceSize) continue
      yield piece
      piece = ''
    }
  }
  yield piece + snapshotCount(count)
}

/** Catches what went wrong between this memory and the disk before anything older is given up for it. */
async function verify(file: FsFile, written: Written): Promise<void> {
  let checksum = 0
  let lines = 0
  const bytes = await readLines(file, 0, (line) => {
    checksum = crc32(line.bytes, checksum)
    lines++
    return true
  })
  if (checksum === written.checksum && lines === written.lines && bytes === written.bytes) return
  throw new Error('the snapshot reads back differently from what was written')
}
