import type { FileRecord } from './file-record.js'
import type { ListPosition, MetadataStore } from './ports/metadata-store.js'

const rowsAtATime = 1000

/** Every record in order of creation, by the pages of the store. */
export async function* readRecords(
  store: Pick<MetadataStore, 'page'>
): AsyncGenerator<FileRecord, void, undefined> {
  const query = { sort: 'created', order: 'asc', limit: rowsAtATime } as const
  let after: ListPosition | undefined
  for (;;) {
    const rows = await store.page({ ...query, ...(after && { after }) })
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtATime) return
    after = { value: last.createdAt, id: last.id }
  }
}
