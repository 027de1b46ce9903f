import type { FileRecord } from '../../../core/file-record.js'
import { comparePositions } from '../../../core/list-order.js'
import type { ListPosition } from '../../../core/ports/metadata-store.js'
import { firstIndex, type RecordView } from './creation-list.js'

type Rows = readonly FileRecord[]

/** The records behind `after` in order of creation; finding the first costs two binary searches. */
export function* walkRecords(
  view: RecordView,
  order: 'asc' | 'desc',
  after?: ListPosition
): Generator<FileRecord, void, undefined> {
  const isPast = (record: FileRecord | undefined): boolean => {
    if (record === undefined || after === undefined) return true
    const place = comparePositions({ value: record.createdAt, id: record.id }, after)
    return order === 'asc' ? place > 0 : place >= 0
  }
  if (order === 'asc') yield* ascending(view, isPast, after === undefined)
  else yield* descending(view, isPast, after === undefined)
}

type Test = (record: FileRecord | undefined) => boolean

function* ascending(view: RecordView, isPast: Test, whole: boolean) {
  const first = whole ? 0 : firstIndex(view, (rows) => isPast(rows.at(-1)))
  for (let chunk = first; chunk < view.length; chunk++) {
    const rows = view[chunk] as Rows
    const start = whole || chunk > first ? 0 : firstIndex(rows, isPast)
    for (let row = start; row < rows.length; row++) yield rows[row] as FileRecord
  }
}

function* descending(view: RecordView, isPast: Test, whole: boolean) {
  const last = (whole ? view.length : firstIndex(view, (rows) => isPast(rows[0]))) - 1
  for (let chunk = last; chunk >= 0; chunk--) {
    const rows = view[chunk] as Rows
    const end = whole || chunk < last ? rows.length : firstIndex(rows, isPast)
    for (let row = end - 1; row >= 0; row--) yield rows[row] as FileRecord
  }
}
