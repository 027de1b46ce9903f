import type { FileRecord } from '../../../core/file-record.js'
import { compareCreation } from '../../../core/list-order.js'

const chunkSize = 1024
const mergeBelow = chunkSize / 4

/** Records in order of creation, in pieces. */
export type RecordView = readonly (readonly FileRecord[])[]

/**
 * The records in order of creation, in chunks that are copied before they change if a snapshot may hold them. So a
 * snapshot costs one pointer per chunk, and a change at most one chunk.
 */
export class CreationList {
  private readonly chunks: FileRecord[][] = []
  /** For each chunk the epoch in which it was made: a chunk of an older epoch belongs to a snapshot too. */
  private readonly epochs: number[] = []
  private epoch = 0
  private length = 0

  get size(): number {
    return this.length
  }

  get last(): FileRecord | undefined {
    return this.chunks.at(-1)?.at(-1)
  }

  /** The list itself: only good until the next change. */
  get live(): RecordView {
    return this.chunks
  }

  /** The list as it is now, whatever happens to it afterwards. */
  snapshot(): RecordView {
    this.epoch++
    return this.chunks.slice()
  }

  /** Adds a record that comes after all others in order of creation. */
  append(record: FileRecord): void {
    const last = this.chunks.length - 1
    const room = last >= 0 && (this.chunks[last] as FileRecord[]).length < chunkSize
    if (room) this.own(last).push(record)
    else this.insertChunk([record])
    this.length++
  }

  replace(before: FileRecord, after: FileRecord): void {
    const { chunk, row } = this.find(before)
    this.own(chunk)[row] = after
  }

  remove(record: FileRecord): void {
    const { chunk, row } = this.find(record)
    const rows = this.own(chunk)
    rows.splice(row, 1)
    this.length--
    if (rows.length < mergeBelow) this.mergeWithNext(chunk)
  }

  private insertChunk(rows: FileRecord[]): void {
    this.chunks.push(rows)
    this.epochs.push(this.epoch)
  }

  private mergeWithNext(chunk: number): void {
    const rows = this.chunks[chunk] as FileRecord[]
    const next = this.chunks[chunk + 1]
    if (rows.length > 0 && (next === undefined || rows.length + next.length > chunkSize)) return
    if (next !== undefined) this.own(chunk + 1).unshift(...rows)
    this.chunks.splice(chunk, 1)
    this.epochs.splice(chunk, 1)
  }

  private own(chunk: number): FileRecord[] {
    const rows = this.chunks[chunk] as FileRecord[]
    if (this.epochs[chunk] === this.epoch) return rows
    this.epochs[chunk] = this.epoch
    const copy = rows.slice()
    this.chunks[chunk] = copy
    return copy
  }

  private find(record: FileRecord): { chunk: number; row: number } {
    const isLater = (rows: FileRecord[]) => compareCreation(rows[0] as FileRecord, record) > 0
    const chunk = firstIndex(this.chunks, isLater) - 1
    const rows = this.chunks[chunk] ?? []
    const row = firstIndex(rows, (candidate) => compareCreation(candidate, record) >= 0)
    if (rows[row]?.id !== record.id) throw new Error(`record ${record.id} is not in the list`)
    return { chunk, row }
  }
}

/** The first index whose item passes a test that all later items pass too; the length when none does. */
export function firstIndex<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(items[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}
