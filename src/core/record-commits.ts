import type { Clock } from './clock.js'
import { Deadline } from './deadline.js'
import { FileError, hasCode } from './errors.js'
import type { FileChange, FileRecord, NewFile } from './file-record.js'
import { pause } from './pause.js'
import type { StagedContent } from './ports/content-store.js'
import type { DeleteOptions, Replaced, UpdateOptions } from './ports/metadata-store.js'

/**
 * The records of a database in which one statement changes one record, whole or not at all. No method takes longer
 * than `ms`; those that change something throw `DURABILITY_UNKNOWN` where it was asked for and no answer came, any
 * other code where it did not happen.
 */
export interface RecordTable {
  /** The record as every later reader sees it or a later version. */
  get(id: string, ms: number): Promise<FileRecord | undefined>
  insert(record: FileRecord, ms: number): Promise<void>
  /** Puts `after` in the place of `before` and gives what is there now; undefined where that has another revision. */
  replace(before: FileRecord, after: FileRecord, ms: number): Promise<FileRecord | undefined>
  /** Removes the record and gives what it was; undefined where it has another revision. */
  remove(record: FileRecord, ms: number): Promise<FileRecord | undefined>
}

interface RecordCommitsOptions {
  readonly table: RecordTable
  readonly clock: Clock
  /** Milliseconds that a commit may take once its content is published. */
  readonly timeout: number
}

interface Attempts {
  readonly id: string
  readonly options: DeleteOptions
  /** The version that the first attempt is for. */
  readonly first: FileRecord
  readonly deadline: Deadline
}

/**
 * The commits of the metadata port, for a store that shares its database with others: compare-and-set on the revision,
 * tried again while others win and the caller set no condition. Each statement is sent once. Where its answer is lost, the
 * record is read again: what shows that it happened is an answer as well, everything else stays `DURABILITY_UNKNOWN`.
 */
export class RecordCommits {
  constructor(private readonly options: RecordCommitsOptions) {}

  async insert(file: NewFile, content: StagedContent): Promise<FileRecord> {
    await publish(content)
    const { table, clock, timeout } = this.options
    const time = clock.next()
    const record = { ...file, createdAt: time, updatedAt: time, downloadCount: 0, revision: 1 }
    const commit = async (ms: number) => {
      await table.insert(record, ms)
      return record
    }
    return this.#confirm(new Deadline(timeout), commit, async (ms) => {
      const found = await table.get(file.id, ms)
      // Content keys are never given twice.
      return found?.contentKey === file.contentKey ? found : undefined
    })
  }

  async update(id: string, change: FileChange, options: UpdateOptions): Promise<Replaced> {
    const { table, clock, timeout } = this.options
    let deadline = new Deadline(timeout)
    const first = await this.#require(id, options, deadline)
    if (options.content !== undefined) {
      await publish(options.content)
      deadline = new Deadline(timeout)
    }
    return this.#whileOthersWin({ id, options, first, deadline }, async (before) => {
      const after = changed(before, change, clock.after(before.updatedAt))
      const stored = await this.#confirm(
        deadline,
        (ms) => table.replace(before, after, ms),
        async (ms) => {
          const found = await table.get(id, ms)
          return found && shows(found, after, change) ? found : undefined
        }
      )
      // Counts go on without a new revision, so the one before is that of the one after.
      return stored && { before: { ...before, downloadCount: stored.downloadCount }, after: stored }
    })
  }

  async delete(id: string, options: DeleteOptions): Promise<FileRecord> {
    const { table, timeout } = this.options
    const deadline = new Deadline(timeout)
    const first = await this.#require(id, options, deadline)
    return this.#whileOthersWin({ id, options, first, deadline }, (record) =>
      this.#confirm(
        deadline,
        (ms) => table.remove(record, ms),
        async (ms) => ((await table.get(id, ms)) === undefined ? record : undefined)
      )
    )
  }

  /** Tries on the version that was read, and where somebody else changed that, on the next one. */
  async #whileOthersWin<T>(
    { id, options, first, deadline }: Attempts,
    attempt: (record: FileRecord) => Promise<T | undefined>
  ): Promise<T> {
    let record = first
    for (let round = 0; ; round++) {
      const done = await attempt(record)
      if (done !== undefined) return done
      await pause(round)
      record = await this.#require(id, options, deadline)
    }
  }

  /** The record that a change is for. */
  async #require(id: string, { ifRevision }: DeleteOptions, deadline: Deadline) {
    const record = await this.options.table.get(id, deadline.left())
    if (record === undefined) throw new FileError('FILE_NOT_FOUND')
    if (ifRevision !== undefined && record.revision !== ifRevision)
      throw new FileError('PRECONDITION_FAILED')
    return record
  }

  /** One commit, and where its outcome was not heard of, one look for it in the time that was kept for that. */
  async #confirm<T>(
    deadline: Deadline,
    commit: (ms: number) => Promise<T>,
    find: (ms: number) => Promise<T | undefined>
  ): Promise<T> {
    try {
      return await commit(deadline.left(this.options.timeout / 4))
    } catch (error) {
      if (!hasCode(error, 'DURABILITY_UNKNOWN')) throw error
      const found = await find(deadline.left()).catch(() => undefined)
      if (found === undefined) throw error
      return found
    }
  }
}

function changed(before: FileRecord, change: FileChange, updatedAt: number): FileRecord {
  const { content, name = before.name, type = before.type } = change
  return { ...before, ...content, name, type, updatedAt, revision: before.revision + 1 }
}

/** Whether what was found can only be there because the change happened. */
function shows(found: FileRecord, after: FileRecord, { content }: FileChange): boolean {
  if (content !== undefined) return found.contentKey === content.contentKey
  const { revision, updatedAt, name, type } = found
  return (
    revision === after.revision &&
    updatedAt === after.updatedAt &&
    name === after.name &&
    type === after.type
  )
}

async function publish(content: StagedContent): Promise<void> {
  try {
    await content.publish()
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('STORE_UNAVAILABLE', { cause: error })
  }
}
