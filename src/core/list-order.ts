import type { FileRecord } from './file-record.js'
import { essence } from './media-types.js'
import type { ListFilter, ListPosition, SortKey } from './ports/metadata-store.js'

/** A name as search and sorting see it: case does not matter. */
const foldName = (name: string): string => name.toLowerCase()

/** The value by which a list in this order is sorted. */
export function sortValue(record: FileRecord, sort: SortKey): string | number {
  switch (sort) {
    case 'created':
      return record.createdAt
    case 'name':
      return foldName(record.name)
    case 'size':
      return record.size
    case 'downloads':
      return record.downloadCount
  }
}

/** Ascending order of two places of one list: by value, then by id; text code point by code point. */
export function comparePositions(a: ListPosition, b: ListPosition): number {
  return compareValues(a.value, b.value) || compareValues(a.id, b.id)
}

/** Order of creation: by time, and by id where clocks of several writers gave the same. */
export const compareCreation = (a: FileRecord, b: FileRecord): number =>
  a.createdAt - b.createdAt || compareCodePoints(a.id, b.id)

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b)
  return compareCodePoints(a, b)
}

/** UTF-16 order differs from code point order (which databases use) where surrogates meet U+E000 to U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** What a database keeps beside a record to sort and filter by: made here, so that lists are the same in every store. */
export function listFields({ name, type }: Pick<FileRecord, 'name' | 'type'>) {
  return { foldedName: foldName(name), essence: essence(type) }
}

/** A filter as it is asked of the fields; absent members ask for nothing. */
export interface FilterTerms {
  /** What the folded name has in it. */
  readonly part?: string
  /** What the essence is. */
  readonly type?: string
  /** What the essence begins with, up to its slash. */
  readonly family?: string
}

export function filterTerms({ nameContains, type }: ListFilter): FilterTerms {
  return {
    ...(nameContains !== undefined && { part: foldName(nameContains) }),
    ...(type !== undefined && (type.endsWith('/*') ? { family: type.slice(0, -1) } : { type })),
  }
}

/** The filter as a test of one record, prepared once for many rows. */
export function matcher(filter: ListFilter): (record: FileRecord) => boolean {
  const { part, type, family } = filterTerms(filter)
  return (record) => {
    if (part !== undefined && !foldName(record.name).includes(part)) return false
    if (type !== undefined) return essence(record.type) === type
    return family === undefined || essence(record.type).startsWith(family)
  }
}
