import type { FileRecord } from '../../../core/file-record.js'
import { comparePositions, matcher, sortValue } from '../../../core/list-order.js'
import type { ListPosition, PageQuery } from '../../../core/ports/metadata-store.js'
import type { CreationList } from './creation-list.js'
import { Pace } from './pace.js'
import { walkRecords } from './walk-records.js'

const mostInOneTurn = 2048

/** The next rows of a list, as the port says. What takes long looks at the records as they were when it began. */
export async function listPage(created: CreationList, query: PageQuery): Promise<FileRecord[]> {
  if (query.sort !== 'created') return sortedPage(created, query)
  const { order, limit, after, nameContains, type } = query
  const isFiltered = nameContains !== undefined || type !== undefined
  if (!isFiltered && limit <= mostInOneTurn)
    return take(walkRecords(created.live, order, after), limit)
  const matches = matcher(query)
  const rows: FileRecord[] = []
  const pace = new Pace()
  for (const record of walkRecords(created.snapshot(), order, after)) {
    if (matches(record) && rows.push(record) >= limit) break
    if (pace.isDue()) await pace.rest()
  }
  return rows
}

function take(records: Generator<FileRecord, void, undefined>, limit: number): FileRecord[] {
  const rows: FileRecord[] = []
  for (const record of records) {
    if (rows.push(record) >= limit) break
  }
  return rows
}

interface Candidate extends ListPosition {
  readonly record: FileRecord
}

/** One look at every record, keeping no more than twice the page. */
async function sortedPage(created: CreationList, query: PageQuery): Promise<FileRecord[]> {
  const { sort, order, limit, after } = query
  const matches = matcher(query)
  const sign = order === 'asc' ? 1 : -1
  const compare = (a: ListPosition, b: ListPosition) => sign * comparePositions(a, b)
  let best: Candidate[] = []
  let worst: Candidate | undefined
  const cut = () => {
    best = best.sort(compare).slice(0, limit)
    worst = best[limit - 1]
  }
  const pace = new Pace()
  for (const record of walkRecords(created.snapshot(), 'asc')) {
    if (pace.isDue()) await pace.rest()
    if (!matches(record)) continue
    const candidate = { value: sortValue(record, sort), id: record.id, record }
    if (after !== undefined && compare(candidate, after) <= 0) continue
    if (worst !== undefined && compare(candidate, worst) >= 0) continue
    if (best.push(candidate) >= 2 * limit) cut()
  }
  cut()
  return best.map(({ record }) => record)
}
