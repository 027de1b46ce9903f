import { FileError } from '../../src/core/errors.js'
import type { FileChange, FileRecord, NewFile } from '../../src/core/file-record.js'
import { comparePositions, matcher, sortValue } from '../../src/core/list-order.js'
import type { StagedContent } from '../../src/core/ports/content-store.js'
import type {
  DeleteOptions,
  MetadataStore,
  PageQuery,
  RecordInventory,
  Replaced,
  Totals,
  UpdateOptions,
} from '../../src/core/ports/metadata-store.js'

type Method = 'get' | 'findPublished' | 'insert' | 'update' | 'delete' | 'addDownload'

/** Records in memory, with somebody who may wait or throw before each call. */
export class MemoryMetadataStore implements MetadataStore, RecordInventory {
  readonly files = new Map<string, FileRecord>()
  /** Pages that were asked for. */
  readonly pages: PageQuery[] = []
  before: (method: Method, subject: string) => Promise<void> | void = () => {}
  /** Thrown when a commit is through, as if its outcome had not been heard of. */
  outcome: () => void = () => {}
  #now = 1_700_000_000_000

  async get(id: string): Promise<FileRecord | undefined> {
    await this.before('get', id)
    return this.files.get(id)
  }

  async findPublished(safeName: string): Promise<FileRecord | undefined> {
    await this.before('findPublished', safeName)
    return [...this.files.values()].filter((file) => file.publishedAs === safeName).at(-1)
  }

  async insert(file: NewFile, content: StagedContent): Promise<FileRecord> {
    await this.before('insert', file.id)
    await content.publish()
    const time = ++this.#now
    const record = { ...file, createdAt: time, updatedAt: time, downloadCount: 0, revision: 1 }
    this.files.set(file.id, record)
    this.outcome()
    return record
  }

  async update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced> {
    await this.before('update', id)
    await options.content?.publish()
    const { content, ...rest } = change
    const before = this.#require(id, options)
    const facts = { updatedAt: ++this.#now, revision: before.revision + 1 }
    const after = { ...before, ...rest, ...content, ...facts }
    this.files.set(id, after)
    this.outcome()
    return { before, after }
  }

  async delete(id: string, options: DeleteOptions): Promise<FileRecord> {
    await this.before('delete', id)
    const record = this.#require(id, options)
    this.files.delete(id)
    return record
  }

  async addDownload(id: string): Promise<void> {
    await this.before('addDownload', id)
    const record = this.files.get(id)
    if (record) this.files.set(id, { ...record, downloadCount: record.downloadCount + 1 })
  }

  async page(query: PageQuery): Promise<FileRecord[]> {
    this.pages.push(query)
    const { sort, order, limit, after } = query
    const direction = order === 'asc' ? 1 : -1
    const place = (file: FileRecord) => ({ value: sortValue(file, sort), id: file.id })
    return [...this.files.values()]
      .filter(matcher(query))
      .filter((file) => !after || direction * comparePositions(place(file), after) > 0)
      .toSorted((a, b) => direction * comparePositions(place(a), place(b)))
      .slice(0, limit)
  }

  async totals(): Promise<Totals> {
    const sizes = [...this.files.values()].map(({ size }) => size)
    return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  records(): Iterable<FileRecord> {
    return this.files.values()
  }

  #require(id: string, { ifRevision }: DeleteOptions): FileRecord {
    const record = this.files.get(id)
    if (!record) throw new FileError('FILE_NOT_FOUND')
    if (ifRevision !== undefined && ifRevision !== record.revision) {
      throw new FileError('PRECONDITION_FAILED')
    }
    return record
  }
}
