import { FileError } from './errors.js'
import type { FileRecord } from './file-record.js'
import { sortValue } from './list-order.js'
import type { ListPosition, SortKey } from './ports/metadata-store.js'

interface ListOrder {
  readonly sort: SortKey
  readonly order: 'asc' | 'desc'
}

/** An opaque cursor for the rows behind `record`; it only fits a list in the same order. */
export function cursorAfter(record: FileRecord, { sort, order }: ListOrder): string {
  const place = [sort, order, sortValue(record, sort), record.id]
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Throws `INVALID_REQUEST` for anything that `cursorAfter` did not give for this order. */
export function parseCursor(cursor: string, { sort, order }: ListOrder): ListPosition {
  const place = decode(cursor)
  if (Array.isArray(place) && place.length === 4) {
    const [itsSort, itsOrder, value, id]: unknown[] = place
    const fits = sort === 'name' ? typeof value === 'string' : Number.isSafeInteger(value)
    if (itsSort === sort && itsOrder === order && fits && typeof id === 'string') {
      return { value: value as string | number, id }
    }
  }
  throw new FileError('INVALID_REQUEST', { detail: 'The cursor does not belong to this list' })
}

function decode(cursor: string): unknown {
  try {
    const text = Buffer.from(cursor, 'base64url').toString()
    // Buffer skips what is not base64url; only the exact text that was given out is a cursor.
    return Buffer.from(text).toString('base64url') === cursor ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
