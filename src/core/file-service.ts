import { setImmediate as turn } from 'node:timers/promises'
import { dispose } from './dispose.js'
import { FileError, hasCode } from './errors.js'
import { displayName, safeName } from './file-names.js'
import type { FileChange, FileRecord } from './file-record.js'
import { mostExposed } from './foreign-contents.js'
import { newKey } from './keys.js'
import { cursorAfter, parseCursor } from './list-cursor.js'
import { typeOfName } from './media-types.js'
import type { ContentReader, ContentStore } from './ports/content-store.js'
import type { ListFilter, MetadataStore, SortKey } from './ports/metadata-store.js'
import type { UnfinishedUploads } from './ports/unfinished-uploads.js'
import type { Report } from './report.js'
import { Turnstile } from './turnstile.js'
import { type Received, receive, type UploadSource } from './upload.js'

interface FileServiceOptions {
  readonly contents: ContentStore
  readonly metadata: MetadataStore
  /** Most bytes of one content; 0 is no limit. */
  readonly maxFileSize: number
  readonly report: Report
  /** Whether notes tell what a crash left, so that any number of changes may be under way at once. */
  readonly isNoted?: boolean
  /** Where files come from that were uploaded in several requests. */
  readonly uploads?: Pick<UnfinishedUploads, 'forget'>
}

/** Which file is meant: by its id, or by the name under which it was published. */
export type FileReference = { readonly id: string } | { readonly publishedAs: string }

/**
 * Looks at a file that is about to be changed and throws `PRECONDITION_FAILED` when it may not be. Called before
 * any byte is read, once nothing else is wrong with what was announced (RFC 9110 section 13.2.1), and again whenever
 * the file changed before the commit.
 */
export type Guard = (record: FileRecord) => void

/** Bytes of a content to be sent; both ends inclusive, `end < start` for none. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface Download<D> {
  readonly record: FileRecord
  readonly decision: D
  /** Present when the decision named a range. */
  readonly content?: ContentReader
}

export interface ListQuery extends ListFilter {
  readonly sort: SortKey
  readonly order: 'asc' | 'desc'
}

export interface ListPage {
  readonly records: readonly FileRecord[]
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string
}

/** Rows fetched at a time while a whole list is streamed: few by creation, more where each fetch looks at all. */
const batchRows = (sort: SortKey): number => (sort === 'created' ? 1000 : 4096)

/** The one file service behind every door. All its errors are `FileError`. */
export class FileService {
  readonly #exposed: Turnstile

  constructor(private readonly options: FileServiceOptions) {
    this.#exposed = new Turnstile(options.isNoted ? Number.POSITIVE_INFINITY : mostExposed)
  }

  /** Stores a new file, durable when it resolves. `publish` lets it answer under its safe name as well. */
  async upload(source: UploadSource, { publish }: { publish: boolean }): Promise<FileRecord> {
    const { metadata } = this.options
    const id = newKey()
    return this.#receive(id, source, async ({ content, facts }) => {
      if (!content || facts.name === undefined) throw new FileError('NO_FILE')
      const name = displayName(facts.name)
      const file = {
        ...content.facts,
        id,
        name,
        type: facts.type ?? typeOfName(name),
        publishedAs: publish ? safeName(facts.name) : null,
      }
      return this.#exposed.pass(() => metadata.insert(file, content.staged))
    })
  }

  /**
   * Replaces content, name or type, whichever the source brings; what it does not bring stays. The source is only
   * looked at once the file is there, and only read once the guard has let it pass.
   */
  async update(
    id: string,
    source: () => UploadSource,
    guard: Guard | undefined
  ): Promise<FileRecord> {
    const record = await this.get(id)
    const announced = source()
    const guarded: UploadSource = {
      ...announced,
      async receive(store) {
        guard?.(record)
        return announced.receive(store)
      },
    }
    return this.#receive(newKey(), guarded, async ({ content, facts }) => {
      const change: FileChange = {
        ...(facts.name !== undefined && { name: displayName(facts.name) }),
        ...(facts.type !== undefined && { type: facts.type }),
        ...(content && { content: content.facts }),
      }
      const commit = async () => {
        const { before, after } = await this.#guarded(id, guard, (condition) =>
          this.options.metadata.update(id, change, {
            ...condition,
            ...(content && { content: content.staged }),
          })
        )
        if (content) await dispose(before, this.options)
        return after
      }
      return content ? this.#exposed.pass(commit) : commit()
    })
  }

  async delete(id: string, guard: Guard | undefined): Promise<void> {
    await this.#exposed.pass(async () => {
      const record = await this.#guarded(id, guard, async (condition) => {
        await this.#forget(id)
        return this.options.metadata.delete(id, condition)
      })
      await dispose(record, this.options)
    })
  }

  /** Throws `FILE_NOT_FOUND` where there is no such live file. */
  async get(id: string): Promise<FileRecord> {
    return this.#find({ id })
  }

  /**
   * A file and the bytes of it that `decide` asks for, of one and the same version. A replacement that wins the
   * race against the opening makes it decide again, on the new version.
   */
  async download<D extends { readonly range?: ByteRange }>(
    reference: FileReference,
    decide: (record: FileRecord) => D
  ): Promise<Download<D>> {
    for (;;) {
      const record = await this.#find(reference)
      const decision = decide(record)
      if (!decision.range) return { record, decision }
      try {
        const range = { ...decision.range, size: record.size }
        const content = await this.options.contents.open(record.contentKey, range)
        return { record, decision, content }
      } catch (error) {
        if (!hasCode(error, 'CONTENT_MISSING')) throw error
        const now = await this.#find(reference)
        if (now.contentKey === record.contentKey) throw error
      }
    }
  }

  /**
   * Adds 1 to the download count, visible when it resolves. A store that takes no writes does not keep anyone from
   * reading: the count is then lost, and reported.
   */
  async countDownload(id: string): Promise<void> {
    try {
      await this.options.metadata.addDownload(id)
    } catch (error) {
      this.options.report('warn', 'A download could not be counted', error)
    }
  }

  /** One page. Throws `INVALID_REQUEST` for a cursor that this list did not give. */
  async page(
    query: ListQuery,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string }
  ): Promise<ListPage> {
    const after = cursor === undefined ? {} : { after: parseCursor(cursor, query) }
    const records = await this.options.metadata.page({ ...query, ...after, limit: limit + 1 })
    if (records.length <= limit) return { records }
    const shown = records.slice(0, limit)
    const last = shown.at(-1) as FileRecord
    return { records: shown, next: cursorAfter(last, query) }
  }

  /** The whole list behind `cursor` in flat memory, some rows at a time. */
  async *all(query: ListQuery, cursor?: string): AsyncGenerator<readonly FileRecord[]> {
    let next: string | undefined = cursor
    do {
      const page: ListPage = await this.page(query, {
        limit: batchRows(query.sort),
        ...(next !== undefined && { cursor: next }),
      })
      yield page.records
      next = page.next
      // With a reader that takes everything at once nobody else would get a turn before the end of the list.
      if (next !== undefined) await turn()
    } while (next !== undefined)
  }

  #receive<T>(key: string, source: UploadSource, commit: (received: Received) => Promise<T>) {
    return receive({ ...this.options, key, source, commit })
  }

  async #find(reference: FileReference): Promise<FileRecord> {
    const { metadata } = this.options
    const record =
      'id' in reference
        ? await metadata.get(reference.id)
        : await metadata.findPublished(reference.publishedAs)
    if (!record) throw new FileError('FILE_NOT_FOUND')
    return record
  }

  /** Compare-and-set on the version that the guard let pass; on a conflict the guard decides on the new one. */
  async #guarded<T>(
    id: string,
    guard: Guard | undefined,
    commit: (condition: { ifRevision?: number }) => Promise<T>
  ): Promise<T> {
    if (!guard) return commit({})
    for (;;) {
      const record = await this.get(id)
      guard(record)
      try {
        return await commit({ ifRevision: record.revision })
      } catch (error) {
        if (!hasCode(error, 'PRECONDITION_FAILED')) throw error
      }
    }
  }

  /** A file that is about to be deleted must not come back from its upload. */
  async #forget(id: string): Promise<void> {
    const { uploads } = this.options
    if (!uploads) return
    // The id may as well be that of an upload that is no file yet.
    await this.get(id)
    await uploads.forget(id)
  }
}
