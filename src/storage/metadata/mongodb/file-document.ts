import type { FileRecord } from '../../../core/file-record.js'
import { listFields } from '../../../core/list-order.js'

/** A record as it is stored, with what it is searched and sorted by. */
export interface FileDocument extends Omit<FileRecord, 'id'> {
  readonly _id: string
  readonly foldedName: string
  readonly essence: string
}

export function toDocument({ id, ...record }: FileRecord): FileDocument {
  return { _id: id, ...record, ...listFields(record) }
}

export function toRecord(document: FileDocument): FileRecord {
  const { _id: id, foldedName: _, essence: __, ...record } = document
  return { id, ...record }
}
