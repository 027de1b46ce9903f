import type { OpenWork } from '../../../core/open-work.js'
import type { NewUpload } from '../../../core/ports/unfinished-uploads.js'
import type {
  Hold,
  HoldState,
  LedgerUpload,
  StoredPart,
  UploadLedger,
  UploadProgress,
} from '../../../core/ports/upload-ledger.js'
import type { Database } from './database.js'
import { hasNul } from './record-row.js'

const columns = `id, size, received AS "offset", name, type, metadata, expires_at AS "expiresAt", part_size AS "partSize",
 series, next_number AS "nextNumber", tail, revision`
const ends = (parameter: string) =>
  `held_until = clock_timestamp() + ${parameter} * interval '1 millisecond'`
/** Only the end of a lease hangs on it: that this is written to disk is not waited for. */
const aside = `(SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL`

const add = `INSERT INTO unfinished_uploads (id, size, name, type, metadata, expires_at, part_size)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`

// A holder that did not come to release it may still be sending the part with the next number.
const take = `UPDATE unfinished_uploads SET revision = revision + 1, is_wanted = false, ${ends('$2')},
  next_number = next_number + (held_until IS NOT NULL)::integer
WHERE id = $1 AND (held_until IS NULL OR held_until <= clock_timestamp()) RETURNING ${columns}`
const want = `WITH told AS (
  UPDATE unfinished_uploads SET is_wanted = true WHERE id = $1 AND NOT is_wanted AND ${aside}
)
SELECT id FROM unfinished_uploads WHERE id = $1`

const renew = `WITH kept AS (
  UPDATE unfinished_uploads SET ${ends('$3')} WHERE id = $1 AND revision = $2 AND ${aside} RETURNING is_wanted
)
SELECT coalesce((SELECT CASE WHEN is_wanted THEN 'wanted' ELSE 'held' END FROM kept), 'lost') AS state
FROM unfinished_uploads WHERE id = $1`

const advance = `WITH advanced AS (
  UPDATE unfinished_uploads SET ${ends('$3')}, received = $4, series = $5, next_number = $6, tail = $7
  WHERE id = $1 AND revision = $2 RETURNING id
), stored AS (
  INSERT INTO upload_parts (upload, place, number, tag, checksum)
  SELECT id, $8::integer, $9::integer, $10::text, $11::text FROM advanced WHERE $8 IS NOT NULL
  ON CONFLICT (upload, place) DO UPDATE SET number = excluded.number, tag = excluded.tag, checksum = excluded.checksum
)
SELECT id FROM advanced`

const parts = 'SELECT number, tag, checksum FROM upload_parts WHERE upload = $1 ORDER BY place'

// What was sent before and arrives later finds another revision.
const release = `UPDATE unfinished_uploads SET held_until = NULL, revision = revision + 1, next_number = $3
WHERE id = $1 AND revision = $2 AND ${aside}`

const removal = (condition: string) => `WITH gone AS (
  DELETE FROM unfinished_uploads WHERE ${condition} RETURNING id
), noted AS (
  INSERT INTO content_notes (key) SELECT id FROM gone
  WHERE NOT EXISTS (SELECT FROM files WHERE content_key = gone.id)
  ON CONFLICT (key) DO UPDATE SET noted_at = excluded.noted_at
)
SELECT id FROM gone`
const remove = removal('id = $1 AND revision = $2')
const forget = removal('id = $1')

const expired = `SELECT id FROM unfinished_uploads WHERE expires_at <= extract(epoch FROM clock_timestamp()) * 1000
ORDER BY expires_at, id LIMIT $1`
const count = `SELECT count(*)::integer AS waiting FROM unfinished_uploads
WHERE received < size AND expires_at > extract(epoch FROM clock_timestamp()) * 1000`

/** The tables of unfinished uploads: each change is one statement. */
export class UploadTable implements UploadLedger {
  constructor(
    private readonly database: Database,
    private readonly work: OpenWork,
    /** The time of the database, in milliseconds. */
    readonly now: () => number
  ) {}

  async add(upload: NewUpload, partSize: number): Promise<void> {
    const { id, size, name, type, metadata, expiresAt } = upload
    await this.#run('upload-add', add, [id, size, name, type, metadata, expiresAt, partSize])
  }

  async take(id: string, leaseMs: number): Promise<LedgerUpload | 'busy' | undefined> {
    if (hasNul(id)) return undefined
    const [row] = (await this.#run<LedgerUpload>('upload-take', take, [id, leaseMs])).rows
    if (row) return withoutNulls(row)
    const { rowCount } = await this.#run('upload-want', want, [id])
    return rowCount === 1 ? 'busy' : undefined
  }

  async renew({ id, revision }: Hold, leaseMs: number): Promise<HoldState> {
    const values = [id, revision, leaseMs]
    const { rows } = await this.#run<{ state: HoldState }>('upload-renew', renew, values)
    return rows[0]?.state ?? 'gone'
  }

  async advance({ id, revision }: Hold, progress: UploadProgress, leaseMs: number) {
    const { offset, series, nextNumber, tail, part } = progress
    const { place, number, tag, checksum } = part ?? {}
    const values = [
      ...[id, revision, leaseMs, offset, series, nextNumber, tail],
      ...[place, number, tag, checksum],
    ]
    return (await this.#run('upload-advance', advance, values)).rowCount === 1
  }

  async parts(id: string): Promise<StoredPart[]> {
    const { rows } = await this.#run<StoredPart>('upload-parts', parts, [id])
    return rows.map(withoutNulls)
  }

  async release({ id, revision }: Hold, nextNumber: number): Promise<void> {
    await this.#run('upload-release', release, [id, revision, nextNumber])
  }

  async remove({ id, revision }: Hold): Promise<boolean> {
    return (await this.#run('upload-remove', remove, [id, revision])).rowCount === 1
  }

  async forget(id: string): Promise<void> {
    if (!hasNul(id)) await this.#run('upload-forget', forget, [id])
  }

  async expired(limit: number): Promise<string[]> {
    const { rows } = await this.#run<{ id: string }>('upload-expired', expired, [limit])
    return rows.map(({ id }) => id)
  }

  async count(): Promise<number> {
    const { rows } = await this.#run<{ waiting: number }>('upload-count', count, [])
    return rows[0]?.waiting ?? 0
  }

  #run<R extends object>(name: string, text: string, values: readonly unknown[]) {
    return this.work.run(() => this.database.run<R>({ name, text, values }))
  }
}

/** What is absent is null in a row. */
function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
}
