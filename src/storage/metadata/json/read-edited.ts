import { compareCreation } from '../../../core/list-order.js'
import type { Fs } from '../../fs/fs.js'
import { FileIndex } from './file-index.js'
import type { Snapshot } from './read-snapshot.js'
import { isSnapshotHead } from './snapshot-head.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { readStoredRecord } from './stored-record.js'

/** A string cannot hold more, and nobody edits that by hand. */
const mostBytes = 400 * 1024 * 1024

/**
 * Reads a snapshot that somebody has edited: any JSON of the right members, whatever its lines, order, count and
 * checksum. Undefined when it is not that. Throws `StoreCorruptError` when one of its records is none.
 */
export async function readEdited(fs: Fs, path: string): Promise<Snapshot | undefined> {
  const text = await readText(fs, path)
  const value = text === undefined ? undefined : parse(text)
  if (value === undefined) return undefined
  const { format, storeId, generation, lastSeq, lastTime, files } = value
  const head = { format, storeId, generation, lastSeq, lastTime }
  if (!isSnapshotHead(head) || typeof files !== 'object' || files === null) return undefined
  const index = new FileIndex()
  index.lastTime = head.lastTime
  const keys = new Set<string>()
  for (const record of inOrder(path, files as Record<string, unknown>, index)) {
    if (keys.has(record.contentKey)) throw notOne(path, record.id, 'another has the same content')
    keys.add(record.contentKey)
    index.apply({ before: undefined, after: record })
  }
  return { head, index, bytes: Buffer.byteLength(text ?? '') }
}

function inOrder(path: string, files: Record<string, unknown>, { types }: FileIndex) {
  const records = Object.entries(files).map(([id, value]) => {
    const record = readStoredRecord(id, value, types)
    if (record === undefined) throw notOne(path, id, 'a member is missing, unknown or malformed')
    return record
  })
  return records.sort(compareCreation)
}

const notOne = (path: string, id: string, reason: string): StoreCorruptError =>
  new StoreCorruptError(path, 0, `${JSON.stringify(id)} is not a record: ${reason}`)

async function readText(fs: Fs, path: string): Promise<string | undefined> {
  const file = await fs.open(path, 'read')
  try {
    const { size } = await file.stat()
    if (size > mostBytes) return undefined
    const bytes = Buffer.alloc(size)
    for (let position = 0; position < size; ) {
      const read = await file.read(bytes.subarray(position), position)
      if (read === 0) break
      position += read
    }
    return bytes.toString('utf8')
  } finally {
    await file.close()
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
