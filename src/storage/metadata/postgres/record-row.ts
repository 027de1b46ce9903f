import type { FileRecord } from '../../../core/file-record.js'
import { listFields } from '../../../core/list-order.js'

/** What a row gives, so that it is a record as it comes. */
export const recordColumns = `id, name, type, content_key AS "contentKey", size, sha256, created_at AS "createdAt",
 updated_at AS "updatedAt", download_count AS "downloadCount", published_as AS "publishedAs", revision`

/** The columns in the order of `rowValues`. */
export const rowColumns =
  'id, name, folded_name, type, essence, content_key, size, sha256, created_at, updated_at, download_count, published_as, revision'

export function rowValues(record: FileRecord): unknown[] {
  const { foldedName, essence } = listFields(record)
  const { id, name, type, contentKey, size, sha256 } = record
  const { createdAt, updatedAt, downloadCount, publishedAs, revision } = record
  return [
    ...[id, name, foldedName, type, essence, contentKey, size, sha256],
    ...[createdAt, updatedAt, downloadCount, publishedAs, revision],
  ]
}

/** The row of totals that a connection adds to: seldom the same for two at once. */
export const ownSlot = 'slot = pg_backend_pid() % 64'

/** PostgreSQL holds no text with this character, so nothing can be found by it. */
export const hasNul = (text: string): boolean => text.includes('\0')
