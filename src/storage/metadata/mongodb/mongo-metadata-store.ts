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
import { adoptRecords } from './adopt-records.js'
import { ContentNotesCollection } from './content-notes-collection.js'
import { CountedTotals } from './counted-totals.js'
import type { Database } from './database.js'
import { FileCollection } from './file-collection.js'
import { lastTime } from './last-time.js'
import { LeaseCollection } from './lease-collection.js'
import { type DatabaseOptions, openDatabase } from './open-database.js'
import { primaryTime, serverTime } from './server-clock.js'
import { StoreMarkDocument } from './store-mark-document.js'
import { UploadCollection } from './upload-collection.js'

const defaultTotalsAge = 15_000

interface MongoMetadataStoreOptions extends DatabaseOptions {
  /** The clock of this machine. */
  readonly now?: () => number
  /** Milliseconds for which counted totals are good. */
  readonly totalsAge?: number
}

/**
 * The records in MongoDB 4.4 or later, for any number of replicas. Only calls that change one document are made, so that
 * everything holds on a single server as on a replica set: no transactions, no sessions, no expiring indexes.
 *
 *     files           one document a record, with its folded name and the essence of its type to search and sort by
 *     contentNotes    keys of contents that may have no record, and since when (see core/ports/content-notes.ts)
 *     leases          who does what only one replica does
 *     uploads, uploadParts   see core/ports/upload-ledger.ts
 *     state           the clock of the server, which can only be read by writing it, the form of the documents, and of
 *                     which store they are
 *
 * Every write is acknowledged by most of the members, from their journals; every read is of the primary, of what most of them
 * have. Why a crash at any moment loses nothing that was confirmed, and shows nothing by halves:
 * - A change is one document, which MongoDB changes whole or not at all, and only while it has the revision that was read.
 *   Of two that know the same revision one finds nothing to change.
 * - An insert strikes the note of its content behind itself. Dies this process in between, the note stays although a
 *   record names the key: the janitor strikes such notes. Dies it before the insert, there is a note and no record: the
 *   janitor removes the content.
 * - A replacement or a delete notes the old content before it. Dies this process in between, or was somebody else quicker, a
 *   record still names the key, or whoever took it away noted it as well. The other way round bytes could lose their
 *   record without a note.
 * - Is the answer of a commit lost, the document is read again once. What shows the change confirms it; else
 *   `DURABILITY_UNKNOWN` is thrown and the content left alone, with its note: the janitor asks which keys are named.
 *   No write is sent a second time, by us or by the driver.
 * - A count is one addition in the database, never a value that was read before, and shares its fate.
 * - Totals would need a second document with each commit. They are counted from an index instead, not more often than every
 *   15 seconds and the more seldom the longer it takes, so they may be that old.
 */
export class MongoMetadataStore
  implements MetadataStore, ContentNotes, Lease, StoreMark, RecordTransfer
{
  readonly uploads: UploadCollection
  readonly #work = new OpenWork()
  readonly #files: FileCollection
  readonly #commits: RecordCommits
  readonly #counts: SharedCounts
  readonly #notes: ContentNotesCollection
  readonly #leases: LeaseCollection
  readonly #mark: StoreMarkDocument
  readonly #totals: CountedTotals

  private constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly time: SharedTime,
    totalsAge: number
  ) {
    const { timeout } = database
    const now = () => serverTime(database)
    this.#notes = new ContentNotesCollection(database, now)
    this.#leases = new LeaseCollection(database, now)
    this.#mark = new StoreMarkDocument(database)
    this.#files = new FileCollection(database, this.#notes)
    const [work, notes] = [this.#work, this.#notes]
    this.uploads = new UploadCollection({ database, work, notes, now: time.now })
    this.#commits = new RecordCommits({ table: this.#files, clock, timeout })
    // Half of the time each: one that is counted may have to wait for the one before it.
    this.#counts = new SharedCounts((id, by) => this.#files.count(id, by, timeout / 2))
    this.#totals = new CountedTotals(() => this.#files.sum(), totalsAge)
  }

  /** Throws `STORE_UNAVAILABLE` with one line that says why it cannot be used. */
  static async open(options: MongoMetadataStoreOptions): Promise<MongoMetadataStore> {
    const { now: wall = Date.now, totalsAge = defaultTotalsAge } = options
    const database = await openDatabase(options)
    try {
      const last = await lastTime(database)
      const time = await SharedTime.open({ ask: () => primaryTime(database), wall })
      return new MongoMetadataStore(database, new Clock(time.now, last), time, totalsAge)
    } catch (error) {
      await database.close()
      throw error
    }
  }

  get(id: string): Promise<FileRecord | undefined> {
    return this.#work.run(() => this.#files.get(id, this.database.timeout))
  }

  findPublished(safeName: string): Promise<FileRecord | undefined> {
    return this.#work.run(() => this.#files.findPublished(safeName))
  }

  insert(file: NewFile, content: StagedContent): Promise<FileRecord> {
    return this.#work.run(async () => {
      const record = await this.#commits.insert(file, content)
      this.#strikeAside([file.contentKey])
      return record
    })
  }

  update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced> {
    return this.#work.run(async () => {
      const replaced = await this.#commits.update(id, change, options)
      if (change.content) this.#strikeAside([change.content.contentKey])
      return replaced
    })
  }

  delete(id: string, options: DeleteOptions): Promise<FileRecord> {
    return this.#work.run(() => this.#commits.delete(id, options))
  }

  addDownload(id: string): Promise<void> {
    return this.#work.run(() => this.#counts.add(id))
  }

  page(query: PageQuery): Promise<FileRecord[]> {
    return this.#work.run(() => this.#files.page(query))
  }

  totals(): Promise<Totals> {
    return this.#work.run(() => this.#totals.get())
  }

  check(): Promise<void> {
    return this.#work.run(() => this.database.ping())
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
      await this.database.commit(() => adoptRecords(this.database, records))
      this.clock.pass(Math.max(...records.map(({ updatedAt }) => updatedAt)))
      this.#strikeAside(records.map(({ contentKey }) => contentKey))
    })
  }

  close(): Promise<void> {
    this.time.close()
    return this.#work.close(() => this.database.close())
  }

  /** Notes of keys that a record names now. One that stays does no harm. */
  #strikeAside(keys: readonly string[]): void {
    this.#work.runAside(() => this.#notes.strike(keys))
  }
}
