import type { Filter } from 'mongodb'
import { filterTerms } from '../../../core/list-order.js'
import type { PageQuery, SortKey } from '../../../core/ports/metadata-store.js'
import type { FileDocument } from './file-document.js'

export const sortFields = {
  created: 'createdAt',
  name: 'foldedName',
  size: 'size',
  downloads: 'downloadCount',
} as const satisfies Record<SortKey, keyof FileDocument>

/** What the documents of a page have in common; undefined where none can. */
export function pageFilter(query: PageQuery): Filter<FileDocument> | undefined {
  const { sort, order, after } = query
  const { part, type, family } = filterTerms(query)
  const conditions: Filter<FileDocument>[] = []
  if (after !== undefined) {
    const field = sortFields[sort]
    const behind = order === 'asc' ? '$gt' : '$lt'
    // Two ranges of one index, which the server merges: it looks at no document in front of the page.
    conditions.push({
      $or: [
        { [field]: { [behind]: after.value } },
        { [field]: after.value, _id: { [behind]: after.id } },
      ],
    })
  }
  if (part !== undefined) {
    // A pattern ends at this character, and no name has it.
    if (part.includes('\0')) return undefined
    conditions.push({ foldedName: { $regex: literally(part) } })
  }
  if (type !== undefined) conditions.push({ essence: type })
  // The next character behind the slash ends the range.
  if (family !== undefined)
    conditions.push({ essence: { $gte: family, $lt: `${family.slice(0, -1)}0` } })
  return conditions.length === 0 ? {} : { $and: conditions }
}

/** A pattern in which every character means itself. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/#-]/g, '\\$&')
