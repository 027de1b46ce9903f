import type { FileRecord } from '../../../core/file-record.js'
import { listFields } from '../../../core/list-order.js'
import type { Statement } from './database.js'
import { ownSlot, rowColumns } from './record-row.js'

const text = `WITH given AS (
  SELECT * FROM jsonb_to_recordset($1) AS given (
    id text, name text, "foldedName" text, type text, essence text, "contentKey" text, size bigint, sha256 text,
    "createdAt" bigint, "updatedAt" bigint, "downloadCount" bigint, "publishedAs" text, revision bigint)
), put AS (
  INSERT INTO files (${rowColumns})
  SELECT id, name, "foldedName", type, essence, "contentKey", size, sha256, "createdAt", "updatedAt", "downloadCount",
    "publishedAs", revision
  FROM given ORDER BY id ON CONFLICT (id) DO NOTHING RETURNING size, updated_at, content_key
), struck AS (
  DELETE FROM content_notes USING put WHERE key = put.content_key
)
UPDATE totals SET files = totals.files + added.files, bytes = totals.bytes + added.bytes,
  last_time = greatest(totals.last_time, added.last_time)
FROM (
  SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes, coalesce(max(updated_at), 0) AS last_time FROM put
) AS added
WHERE ${ownSlot}`

/** Inserts those of the records that are not there. */
export function adoptStatement(records: readonly FileRecord[]): Statement {
  const rows = records.map((record) => ({ ...record, ...listFields(record) }))
  return { name: 'adopt', text, values: [JSON.stringify(rows)] }
}
