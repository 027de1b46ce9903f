import { Deadline } from '../../../core/deadline.js'
import type { FileRecord } from '../../../core/file-record.js'
import type { PageQuery, Totals } from '../../../core/ports/metadata-store.js'
import type { RecordTable } from '../../../core/record-commits.js'
import type { ContentNotesCollection } from './content-notes-collection.js'
import type { Database } from './database.js'
import { toDocument, toRecord } from './file-document.js'
import { pageFilter, sortFields } from './page-filter.js'

/** The collection of the records: each change is one document, found by its id and its revision. */
export class FileCollection implements RecordTable {
  constructor(
    private readonly database: Database,
    private readonly notes: ContentNotesCollection
  ) {}

  async get(id: string, ms: number): Promise<FileRecord | undefined> {
    const found = await this.database.run(() => this.database.files.findOne({ _id: id }), ms)
    return found === null ? undefined : toRecord(found)
  }

  async insert(record: FileRecord, ms: number): Promise<void> {
    await this.database.commit(() => this.database.files.insertOne(toDocument(record)), ms)
  }

  async replace(before: FileRecord, after: FileRecord, ms: number) {
    const deadline = new Deadline(ms)
    if (before.contentKey !== after.contentKey) await this.notes.note(before.contentKey, ms)
    // The count is left out: it goes on meanwhile.
    const { _id, downloadCount: _, ...members } = toDocument(after)
    const changed = await this.database.commit(
      () =>
        this.database.files.findOneAndUpdate(
          { _id, revision: before.revision },
          { $set: members },
          { returnDocument: 'after' }
        ),
      deadline.left()
    )
    // Nothing but the count can be other than it was sent.
    return changed === null ? undefined : { ...after, downloadCount: changed.downloadCount }
  }

  async remove({ id, revision, contentKey }: FileRecord, ms: number) {
    const deadline = new Deadline(ms)
    await this.notes.note(contentKey, ms)
    const gone = await this.database.commit(
      () => this.database.files.findOneAndDelete({ _id: id, revision }),
      deadline.left()
    )
    return gone === null ? undefined : toRecord(gone)
  }

  async findPublished(safeName: string): Promise<FileRecord | undefined> {
    const newestFirst = { createdAt: -1, _id: -1 } as const
    const found = await this.database.run(() =>
      this.database.files.findOne({ publishedAs: safeName }, { sort: newestFirst })
    )
    return found === null ? undefined : toRecord(found)
  }

  async page(query: PageQuery): Promise<FileRecord[]> {
    const filter = pageFilter(query)
    if (filter === undefined) return []
    const { sort, order, limit } = query
    const direction = order === 'asc' ? 1 : -1
    const options = { batchSize: limit, maxTimeMS: this.database.searchTime }
    const found = await this.database.run(() =>
      this.database.files
        .find(filter, options)
        .sort({ [sortFields[sort]]: direction, _id: direction })
        .limit(limit)
        .toArray()
    )
    return found.map(toRecord)
  }

  /** All files together, from the index of sizes alone. */
  async sum(): Promise<Totals> {
    const sums = await this.database.run(() =>
      this.database.files
        .aggregate<Totals>(
          [
            { $match: { size: { $gte: 0 } } },
            { $group: { _id: null, files: { $sum: 1 }, bytes: { $sum: '$size' } } },
          ],
          { hint: 'bySize', maxTimeMS: this.database.searchTime }
        )
        .toArray()
    )
    const { files = 0, bytes = 0 } = sums[0] ?? {}
    return { files, bytes }
  }

  async count(id: string, by: number, ms: number): Promise<void> {
    await this.database.commit(
      () => this.database.files.updateOne({ _id: id }, { $inc: { downloadCount: by } }),
      ms
    )
  }
}
