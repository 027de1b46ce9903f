import { Clock } from '../../../core/clock.js'
import { FileError } from '../../../core/errors.js'
import type { FileChange, FileRecord, NewFile } from '../../../core/file-record.js'
import type { Measure } from '../../../core/measure.js'
import type { StagedContent } from '../../../core/ports/content-store.js'
import type {
  DeleteOptions,
  MetadataStore,
  PageQuery,
  RecordInventory,
  Replaced,
  Totals,
  UpdateOptions,
} from '../../../core/ports/metadata-store.js'
import type { Report } from '../../../core/report.js'
import { storeError } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { StoreFault } from '../../fs/store-fault.js'
import { CommitQueue } from './commit-queue.js'
import { Compactor } from './compactor.js'
import type { FileIndex } from './file-index.js'
import { type EntryBody, onlyNamed, putEntry } from './journal-entry.js'
import { defaultJournalLimits, type JournalLimits } from './journal-limits.js'
import { listPage } from './list-page.js'
import { recover } from './recover.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { StoreMissingError } from './store-missing-error.js'
import { StorePaths } from './store-paths.js'
import { walkRecords } from './walk-records.js'

interface JsonMetadataStoreOptions {
  readonly directory: string
  readonly fs: Fs
  readonly report: Report
  /** The wall clock. */
  readonly now?: () => number
  readonly limits?: Partial<JournalLimits>
  /** Whether the directory is still locked by this process; asked before anything in it is replaced. */
  readonly stillOwned?: () => Promise<boolean>
  readonly measure?: Measure
  /** Whether a store is made where there is none. */
  readonly mayCreate?: boolean
}

/**
 * The records in one JSON file, with a journal for what changed since it was written. All of it is in memory too.
 *
 *     metadata.json            snapshot of generation g: valid JSON, one record a line, checksum at the end
 *     metadata.previous.json   the snapshot before it
 *     journal.<n>.log          lines `crc32 json`; the state is the snapshot with journals g, g+1, … replayed on it
 *     metadata.json.tmp        a snapshot being written
 *     *.broken-<ms>            what a start had to cut or set aside
 *
 * Why a crash at any moment loses nothing that was confirmed, and shows nothing by halves:
 * - A change is one line. It is in memory, and its caller hears of it, only after write and sync; so what a crash can
 *   tear is the last batch, which nobody was told of. Each line says up to which line all was durable when it was
 *   written (`k`), so a torn batch is told from damage: the one is cut, the other refuses to start.
 * - Lines are numbered without gaps and their checksums begin with store and journal; none can be lost, repeated or
 *   brought in from elsewhere unseen.
 * - Nothing live is rewritten in place. A snapshot is written beside the old one, synced, read back, and renamed over
 *   after the old one was renamed to `previous`; journals go only when not even `previous` needs them. Between the
 *   two renames `previous` and its journals are the same state.
 * - A new journal is durable in the directory before the first line goes to it, and the old one synced before that.
 * - After a failed sync the kernel may have dropped what it could not write, so nothing is written or synced again
 *   until a restart has read the truth from the disk.
 */
export class JsonMetadataStore implements MetadataStore, RecordInventory {
  private closing: Promise<void> | undefined

  private constructor(
    private readonly index: FileIndex,
    private readonly queue: CommitQueue,
    private readonly compactor: Compactor,
    /** Stays the same as long as the store does, copies of it included. */
    readonly storeId: string
  ) {}

  /** Throws `StoreCorruptError` or `StoreMissingError` where a start would have to guess. */
  static async open(options: JsonMetadataStoreOptions): Promise<JsonMetadataStore> {
    const { directory, fs, report, now = Date.now, stillOwned = async () => true } = options
    const { measure = () => {}, mayCreate = true } = options
    const limits = { ...defaultJournalLimits, ...options.limits }
    const paths = new StorePaths(directory)
    const recovered = await recover({ fs, paths, report, now, mayCreate }).catch(
      (error: unknown) => {
        if (error instanceof StoreCorruptError || error instanceof StoreMissingError) throw error
        throw storeError(error)
      }
    )
    const { index, journal, seq } = recovered
    const queue = new CommitQueue({
      index,
      journal,
      seq,
      report,
      measure,
      clock: new Clock(now, index.lastTime),
      countSync: limits.countSync,
      onWritten: (bytes, lines) => compactor.noteWritten(bytes, lines),
    })
    const { storeId, generation: lastGeneration } = journal
    const compactor = new Compactor(
      { fs, paths, queue, storeId, limits, report, measure, stillOwned },
      { ...recovered, lastGeneration }
    )
    return new JsonMetadataStore(index, queue, compactor, storeId)
  }

  async get(id: string): Promise<FileRecord | undefined> {
    this.ensureOpen()
    return this.index.get(id)
  }

  async findPublished(safeName: string): Promise<FileRecord | undefined> {
    this.ensureOpen()
    return this.index.findPublished(safeName)
  }

  async insert(file: NewFile, content: StagedContent): Promise<FileRecord> {
    this.ensureWritable()
    await publish(content)
    const change = await this.commit(file.id, () => putEntry(file))
    return change.after as FileRecord
  }

  async update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced> {
    this.ensureWritable()
    // Asked again at commit; here it only spares bytes that would be published for nothing.
    live(this.index, id, options)
    if (options.content !== undefined) await publish(options.content)
    const { before, after } = await this.commit(id, (index) => {
      const { revision } = live(index, id, options)
      return { o: 'meta', id, revision: revision + 1, change: onlyNamed(change) }
    })
    return { before: before as FileRecord, after: after as FileRecord }
  }

  async delete(id: string, options: DeleteOptions): Promise<FileRecord> {
    const { before } = await this.commit(id, (index) => {
      live(index, id, options)
      return { o: 'del', id }
    })
    return before as FileRecord
  }

  async addDownload(id: string): Promise<void> {
    this.ensureWritable()
    if (this.index.get(id) !== undefined) await this.queue.count(id)
  }

  async page(query: PageQuery): Promise<FileRecord[]> {
    this.ensureOpen()
    return listPage(this.index.created, query)
  }

  records(): Iterable<FileRecord> {
    return walkRecords(this.index.created.snapshot(), 'asc')
  }

  async totals(): Promise<Totals> {
    this.ensureOpen()
    const { size: files, bytes } = this.index
    return { files, bytes }
  }

  async check(): Promise<void> {
    this.ensureWritable()
  }

  /** Takes no more changes until a restart: something beside the records can no longer be trusted. */
  abandon(reason: string): void {
    this.queue.fail(new StoreFault(reason))
  }

  close(): Promise<void> {
    this.closing ??= this.compactor.close().then(() => this.queue.close())
    return this.closing
  }

  private async commit(id: string, prepare: (index: FileIndex) => EntryBody) {
    this.ensureWritable()
    return this.queue.commit(id, prepare)
  }

  private ensureOpen(): void {
    if (this.closing !== undefined) throw new FileError('STORE_UNAVAILABLE')
  }

  private ensureWritable(): void {
    this.ensureOpen()
    if (this.queue.failure !== undefined) throw this.queue.failure
  }
}

/** The record that a change is for. */
function live(index: FileIndex, id: string, { ifRevision }: DeleteOptions): FileRecord {
  const record = index.get(id)
  if (record === undefined) throw new FileError('FILE_NOT_FOUND')
  if (ifRevision !== undefined && record.revision !== ifRevision)
    throw new FileError('PRECONDITION_FAILED')
  return record
}

async function publish(content: StagedContent): Promise<void> {
  try {
    await content.publish()
  } catch (error) {
    throw storeError(error)
  }
}
