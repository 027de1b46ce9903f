import { Clock } from '../../../core/clock.js'
import type { FileChange, FileRecord, NewFile } from '../../../core/file-record.js'
import { OpenWork } from '../../../core/open-work.js'
import type { ContentNotes } from '../../../core/ports/content-notes.js'
import type { StagedContent } from '../../../core/ports/content-store.js'
import type { Lease } from '../../../core/ports/lease.js'
import type {
  DeleteOptions,
  MetadataStore,
  PageQuery,
  Replaced,
  Totals,
  UpdateOptions,
} from '../../../core/ports/metadata-store.js'
import type { RecordTransfer } from '../../../core/ports/record-transfer.js'
import type { StoreMark } from '../../../core/ports/store-mark.js'
import { readRecords } from '../../../core/read-records.js'
import { RecordCommits } from '../../../core/record-commits.js'
import { SharedCounts } from '../../../core/shared-counts.js'
import { SharedTime } from '../../../core/shared-time.js'
import { adoptStatement } from './adopt-statement.js'
import { ContentNotesTable } from './content-notes-table.js'
import type { Database } from './database.js'
import { databaseTime } from './database-time.js'
import { requireWritable } from './errors.js'
import { FileTable } from './file-table.js'
import { LeaseTable } from './lease-table.js'
import { type DatabaseOptions, openDatabase } from './open-database.js'
import { pageStatement } from './page-statement.js'
import { hasNul, recordColumns } from './record-row.js'
import { StoreMarkTable } from './store-mark-table.js'
import { UploadTable } from './upload-table.js'

const published = `SELECT ${recordColumns} FROM files WHERE published_as = $1 ORDER BY created_at DESC, id DESC LIMIT 1`
const totals = 'SELECT sum(files)::bigint AS files, sum(bytes)::bigint AS bytes FROM totals'
const lastTime = 'SELECT max(last_time) AS time FROM totals'
const check = `SELECT current_setting('transaction_read_only') = 'on' AS "isReadOnly"`

interface PostgresMetadataStoreOptions extends DatabaseOptions {
  /** The clock of this machine. */
  readonly now?: () => number
}

/**
 * The records in PostgreSQL 12 or later, for any number of replicas.
 *
 *     files           one row a record, with its folded name and the essence of its type to search and sort by
 *     totals          number and bytes of all files, over 64 rows, and the latest time that was given
 *     content_notes   keys of contents that may have no record, and since when (see core/ports/content-notes.ts)
 *     leases          who does what only one replica does
 *     unfinished_uploads, upload_parts   see core/ports/upload-ledger.ts
 *     store           of which store the records are
 *     migrations      which form the tables have; each step was made once, under an advisory lock
 *
 * Why a crash at any moment loses nothing that was confirmed, and shows nothing by halves:
 * - A change is one statement, which is one transaction: the row, the totals, the note of a content that loses its record
 *   and the end of the note of one that gets it become durable together, or not at all. PostgreSQL answers when its
 *   journal is synced; a database that does not wait for that (`synchronous_commit = off`) is refused at the start.
 * - Dies this process before the statement, the content it had published has a note and no record: the janitor removes
 *   it. Dies it after, the record is there and no note. Whichever it was, nothing else knows of the change.
 * - Dies PostgreSQL or the connection while a commit is under way, the row is read again once. What shows the change
 *   confirms it; else `DURABILITY_UNKNOWN` is thrown and the content left alone: its note says what it was, and is
 *   gone exactly where the record is there.
 * - A change says which revision it is for, and PostgreSQL has a second one wait for the first and look again: of two
 *   that know the same revision one finds nothing to change.
 * - A count is one addition in the database, never a value that was read before. It alone does not wait for the disk:
 *   the end of any process leaves it, a power cut of the database may take those of its last second.
 */
export class PostgresMetadataStore
  implements MetadataStore, ContentNotes, Lease, StoreMark, RecordTransfer
{
  readonly uploads: UploadTable
  readonly #work = new OpenWork()
  readonly #table: FileTable
  readonly #commits: RecordCommits
  readonly #counts: SharedCounts
  readonly #notes: ContentNotesTable
  readonly #leases: LeaseTable
  readonly #mark: StoreMarkTable

  private constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly time: SharedTime
  ) {
    const { timeout } = database
    this.#table = new FileTable(database)
    this.#commits = new RecordCommits({ table: this.#table, clock, timeout })
    // Half of the time each: one that is counted may have to wait for the one before it.
    this.#counts = new SharedCounts((id, by) => this.#table.count(id, by, timeout / 2))
    this.#notes = new ContentNotesTable(database)
    this.#leases = new LeaseTable(database)
    this.#mark = new StoreMarkTable(database)
    this.uploads = new UploadTable(database, this.#work, time.now)
  }

  /** Throws `STORE_UNAVAILABLE` with one line that says why it cannot be used. */
  static async open(options: PostgresMetadataStoreOptions): Promise<PostgresMetadataStore> {
    const database = await openDatabase(options)
    try {
      const { rows } = await database.run({ name: 'last-time', text: lastTime, values: [] })
      const wall = options.now ?? Date.now
      const time = await SharedTime.open({ ask: () => databaseTime(database), wall })
      return new PostgresMetadataStore(database, new Clock(time.now, rows[0]?.time), time)
    } catch (error) {
      await database.end()
      throw error
    }
  }

  get(id: string): Promise<FileRecord | undefined> {
    return this.#work.run(() => this.#table.get(id, this.database.timeout))
  }

  findPublished(safeName: string): Promise<FileRecord | undefined> {
    return this.#work.run(async () => {
      if (hasNul(safeName)) return undefined
      const statement = { name: 'published', text: published, values: [safeName] }
      return (await this.database.run<FileRecord>(statement)).rows[0]
    })
  }

  insert(file: NewFile, content: StagedContent): Promise<FileRecord> {
    return this.#work.run(() => this.#commits.insert(file, content))
  }

  update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced> {
    return this.#work.run(() => this.#commits.update(id, change, options))
  }

  delete(id: string, options: DeleteOptions): Promise<FileRecord> {
    return this.#work.run(() => this.#commits.delete(id, options))
  }

  addDownload(id: string): Promise<void> {
    return this.#work.run(() => this.#counts.add(id))
  }

  page(query: PageQuery): Promise<FileRecord[]> {
    return this.#work.run(async () => {
      const statement = pageStatement(query)
      return statement === undefined ? [] : (await this.database.run<FileRecord>(statement)).rows
    })
  }

  totals(): Promise<Totals> {
    return this.#work.run(async () => {
      const { rows } = await this.database.run<Totals & object>({
        name: 'totals',
        text: totals,
        values: [],
      })
      return rows[0] as Totals
    })
  }

  check(): Promise<void> {
    return this.#work.run(async () => {
      const { rows } = await this.database.run({ name: 'check', text: check, values: [] })
      requireWritable(rows[0]?.isReadOnly === false)
    })
  }

  note(key: string): Promise<void> {
    return this.#work.run(() => this.#notes.note(key))
  }

  strike(keys: readonly string[]): Promise<void> {
    return this.#work.run(() => this.#notes.strike(keys))
  }

  stale(age: number, limit: number): Promise<string[]> {
    return this.#work.run(() => this.#notes.stale(age, limit))
  }

  noted(keys: readonly string[]): Promise<Set<string>> {
    return this.#work.run(() => this.#notes.noted(keys))
  }

  named(keys: readonly string[]): Promise<Set<string>> {
    return this.#work.run(() => this.#notes.named(keys))
  }

  take(name: string, holder: string, ttlMs: number): Promise<boolean> {
    return this.#work.run(() => this.#leases.take(name, holder, ttlMs))
  }

  release(name: string, holder: string): Promise<void> {
    return this.#work.run(() => this.#leases.release(name, holder))
  }

  storeId(): Promise<string | undefined> {
    return this.#work.run(() => this.#mark.storeId())
  }

  claim(id: string): Promise<string> {
    return this.#work.run(() => this.#mark.claim(id))
  }

  records(): AsyncIterable<FileRecord> {
    return readRecords(this)
  }

  adopt(records: readonly FileRecord[]): Promise<void> {
    return this.#work.run(async () => {
      if (records.length === 0) return
      await this.database.commit(adoptStatement(records))
      this.clock.pass(Math.max(...records.map(({ updatedAt }) => updatedAt)))
    })
  }

  close(): Promise<void> {
    this.time.close()
    return this.#work.close(() => this.database.end())
  }
}
