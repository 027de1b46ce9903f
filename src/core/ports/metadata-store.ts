import type { FileChange, FileRecord, NewFile } from '../file-record.js'
import type { StagedContent } from './content-store.js'

/**
 * Where the records live. Every change is one atomic commit: once its promise resolves the change survives a
 * power cut and every reader sees it; when it rejects, the change did not happen, except with
 * `DURABILITY_UNKNOWN`, after which it may or may not be there (bytes that it names must then be left alone).
 *
 * A commit that brings content calls `content.publish()` before the record that names it can become durable, or
 * makes both durable together; it never resolves before the content is durable. Where the commit rejects, the
 * content is the caller's to discard.
 *
 * Every method may throw `FileError` `STORE_UNAVAILABLE`, every commit also `INSUFFICIENT_STORAGE` and
 * `DURABILITY_UNKNOWN`.
 */
export interface MetadataStore {
  get(id: string): Promise<FileRecord | undefined>

  /** The newest file that is live and was published under this safe name. */
  findPublished(safeName: string): Promise<FileRecord | undefined>

  /**
   * Adds a record: revision 1, count 0, both times the same and later than any that this process has given to a new
   * record, and than any that was stored when it started. Where several processes share a store, later than those of the
   * others as far as their clocks agree.
   */
  insert(file: NewFile, content: StagedContent): Promise<FileRecord>

  /**
   * Compare-and-set: changes the named members, adds 1 to the revision and sets `updatedAt`. With `ifRevision` it
   * does so only while the record has that revision, else `PRECONDITION_FAILED`; `FILE_NOT_FOUND` without a
   * record. Changes of one file happen one after the other.
   */
  update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced>

  /** Removes the record and returns it, under the same conditions as `update`. */
  delete(id: string, options: DeleteOptions): Promise<FileRecord>

  /**
   * Adds 1 to the download count; nothing happens without a record. When it resolves the count is visible and
   * survives the end of this process; it may still be lost within a second of a power cut. Concurrent counts are
   * all counted and may share one write.
   */
  addDownload(id: string): Promise<void>

  /**
   * The next rows of a list, at most `limit`, starting behind `after`. A full page may be the last one. Rows that
   * existed when paging began and still exist are neither skipped nor repeated, whatever is inserted or deleted
   * meanwhile (ordered by downloads, a row whose count moved may be). By creation the cost does not depend on the
   * number of files; a filter or another order may look at all of them, but never holds the event loop.
   */
  page(query: PageQuery): Promise<FileRecord[]>

  /**
   * What readers see, counted; a database that cannot keep count with each commit may tell what it was some seconds ago.
   * Cheap enough to be polled: the cost does not depend on the number of files, or is borne only now and then.
   */
  totals(): Promise<Totals>

  /** Throws `STORE_UNAVAILABLE` with the reason when the store could not commit now. Cheap enough to be polled. */
  check(): Promise<void>

  /** Ends what is under way and lets go of everything. Later calls throw `STORE_UNAVAILABLE`. */
  close(): Promise<void>
}

export interface Totals {
  readonly files: number
  /** Bytes of their contents together. */
  readonly bytes: number
}

export interface DeleteOptions {
  readonly ifRevision?: number
}

export interface UpdateOptions extends DeleteOptions {
  /** The staged bytes that `change.content` names. */
  readonly content?: StagedContent
}

export interface Replaced {
  readonly before: FileRecord
  readonly after: FileRecord
}

export type SortKey = 'created' | 'name' | 'size' | 'downloads'

export interface PageQuery extends ListFilter {
  readonly sort: SortKey
  readonly order: 'asc' | 'desc'
  /** 1 or more. */
  readonly limit: number
  readonly after?: ListPosition
}

export interface ListFilter {
  /** Case-insensitive substring of the display name, taken literally. */
  readonly nameContains?: string
  /** Exact media type without parameters, lower case, or a whole family such as `image/*`. */
  readonly type?: string
}

/** A place in a list: the sort value of a row (as `sortValue` gives it) and its id, which breaks ties. */
export interface ListPosition {
  readonly value: string | number
  readonly id: string
}

/** A metadata store that can name every content key in use, so that content without a record is found at start. */
export interface RecordInventory {
  records(): Iterable<FileRecord> | AsyncIterable<FileRecord>
}
