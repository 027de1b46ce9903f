import type { FileRecord } from '../../../core/file-record.js'
import { listFields } from '../../../core/list-order.js'
import type { RecordTable } from '../../../core/record-commits.js'
import type { Database } from './database.js'
import { hasNul, ownSlot, recordColumns, rowColumns, rowValues } from './record-row.js'

const select = `SELECT ${recordColumns} FROM files WHERE id = $1`

// Each statement is a transaction of its own. Where one part of it goes by what another one gives, they lock their rows in
// the order file, totals, so that two of them never wait for each other.
const insert = `WITH put AS (
  INSERT INTO files (${rowColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING size, updated_at, content_key
), struck AS (
  DELETE FROM content_notes USING put WHERE key = put.content_key
)
UPDATE totals SET files = files + 1, bytes = bytes + put.size, last_time = greatest(last_time, put.updated_at)
FROM put WHERE ${ownSlot}`

const replace = `WITH changed AS (
  UPDATE files SET name = $3, folded_name = $4, type = $5, essence = $6, content_key = $7, size = $8, sha256 = $9,
    updated_at = $10, revision = revision + 1
  WHERE id = $1 AND revision = $2 RETURNING ${recordColumns}
), noted AS (
  INSERT INTO content_notes (key) SELECT $11 FROM changed WHERE "contentKey" <> $11
  ON CONFLICT (key) DO UPDATE SET noted_at = excluded.noted_at
), struck AS (
  DELETE FROM content_notes USING changed WHERE key = "contentKey" AND "contentKey" <> $11
), counted AS (
  UPDATE totals SET bytes = bytes + changed.size - $12, last_time = greatest(last_time, "updatedAt")
  FROM changed WHERE ${ownSlot}
)
SELECT * FROM changed`

const remove = `WITH gone AS (
  DELETE FROM files WHERE id = $1 AND revision = $2 RETURNING ${recordColumns}
), noted AS (
  INSERT INTO content_notes (key) SELECT "contentKey" FROM gone
  ON CONFLICT (key) DO UPDATE SET noted_at = excluded.noted_at
), counted AS (
  UPDATE totals SET files = files - 1, bytes = bytes - gone.size FROM gone WHERE ${ownSlot}
)
SELECT * FROM gone`

// That it is written to disk is not waited for: a count may be lost with the power of the database, within a second.
const count = `UPDATE files SET download_count = download_count + $2
WHERE id = $1 AND (SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL`

/** The table of the records: each change is one statement, with the notes and the totals that belong to it. */
export class FileTable implements RecordTable {
  constructor(private readonly database: Database) {}

  async get(id: string, ms: number): Promise<FileRecord | undefined> {
    if (hasNul(id)) return undefined
    const statement = { name: 'get', text: select, values: [id] }
    return (await this.database.run<FileRecord>(statement, ms)).rows[0]
  }

  async insert(record: FileRecord, ms: number): Promise<void> {
    await this.database.commit({ name: 'insert', text: insert, values: rowValues(record) }, ms)
  }

  async replace(before: FileRecord, after: FileRecord, ms: number) {
    const { id, revision } = before
    const { name, type, contentKey, size, sha256, updatedAt } = after
    const { foldedName, essence } = listFields(after)
    const values = [
      ...[id, revision, name, foldedName, type, essence, contentKey, size, sha256, updatedAt],
      ...[before.contentKey, before.size],
    ]
    const statement = { name: 'replace', text: replace, values }
    return (await this.database.commit<FileRecord>(statement, ms)).rows[0]
  }

  async remove({ id, revision }: FileRecord, ms: number) {
    const statement = { name: 'remove', text: remove, values: [id, revision] }
    return (await this.database.commit<FileRecord>(statement, ms)).rows[0]
  }

  async count(id: string, by: number, ms: number): Promise<void> {
    if (hasNul(id)) return
    await this.database.commit({ name: 'count', text: count, values: [id, by] }, ms)
  }
}
