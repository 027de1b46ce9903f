import { filterTerms } from '../../../core/list-order.js'
import type { ListPosition, PageQuery, SortKey } from '../../../core/ports/metadata-store.js'
import type { Statement } from './database.js'
import { hasNul, recordColumns } from './record-row.js'

const sortColumns: Record<SortKey, string> = {
  created: 'created_at',
  name: 'folded_name',
  size: 'size',
  downloads: 'download_count',
}

/** The statement of a page, under a name for each of its forms; undefined where no record can be in it. */
export function pageStatement(query: PageQuery): Statement | undefined {
  const { sort, order, limit, after } = query
  const { part, type, family } = filterTerms(query)
  if ([part, type, family].some((text) => text !== undefined && hasNul(text))) return undefined
  const column = sortColumns[sort]
  const form: string[] = ['page', sort, order]
  const values: unknown[] = []
  const conditions: string[] = []
  const value = (v: unknown) => `$${values.push(v)}`
  const narrow = (what: string, condition: string) => {
    form.push(what)
    conditions.push(condition)
  }
  if (after !== undefined) {
    const place = reachable(after)
    const sign = order === 'asc' ? '>' : '<'
    narrow('after', `(${column}, id) ${sign} (${value(place.value)}, ${value(place.id)})`)
  }
  // Not LIKE: nothing in the text means anything but itself.
  if (part !== undefined) narrow('part', `strpos(folded_name, ${value(part)}) > 0`)
  if (type !== undefined) narrow('type', `essence = ${value(type)}`)
  if (family !== undefined) {
    // The next character behind the slash ends the range.
    const end = `${family.slice(0, -1)}0`
    narrow('family', `essence >= ${value(family)} AND essence < ${value(end)}`)
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const sorting = `ORDER BY ${column} ${order}, id ${order} LIMIT ${value(limit)}`
  const text = `SELECT ${recordColumns} FROM files ${where} ${sorting}`
  return { name: form.join('-'), text, values }
}

const behindAllIds = '\u{10ffff}'

/** The same place where it can be asked for: a text with a NUL stands behind all that equal its beginning. */
function reachable({ value, id }: ListPosition): ListPosition {
  const [start = ''] = String(value).split('\0', 1)
  if (typeof value === 'string' && hasNul(value)) return { value: start, id: behindAllIds }
  return { value, id: id.split('\0', 1)[0] ?? '' }
}
