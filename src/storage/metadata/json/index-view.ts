import type { RecordsFacts, RecordsView } from '../../../core/ports/store-view.js'
import type { FileIndex } from './file-index.js'
import { walkRecords } from './walk-records.js'

/** Records in memory that do not change any more, as others may look at them. */
export const indexView = (
  index: FileIndex,
  facts: Omit<RecordsFacts, 'count' | 'lastTime'>
): RecordsView => ({
  facts: { ...facts, count: index.size, lastTime: index.lastTime },
  get: (id) => index.get(id),
  records: () => walkRecords(index.created.live, 'asc'),
})
