import { hasCode } from '../errors.js'
import type { FileRecord } from '../file-record.js'
import type { MigrationSource, MigrationTarget } from '../ports/migration.js'
import { type ContentFault, checkContent, reasonOf } from './check-content.js'
import { copyContent } from './copy-content.js'
import type { FaultyFile } from './copy-contents.js'
import { inParallel } from './in-parallel.js'
import { MigrationError } from './migration-error.js'
import { missingRecords } from './missing-records.js'
import type { OnProgress } from './progress.js'
import { RecordsDigest } from './records-digest.js'

interface MigrateOptions {
  readonly source: MigrationSource
  readonly target: MigrationTarget
  /** Whether files whose content is not what their record says are left behind; else the target stays unfinished. */
  readonly acceptFaults: boolean
  readonly onProgress: OnProgress
}

export interface Migrated {
  /** Whether the target is a store by now. */
  readonly finished: boolean
  /** Files that are in the target, and the bytes of their contents. */
  readonly files: number
  readonly bytes: number
  /** What this run copied of them. */
  readonly copiedFiles: number
  readonly copiedBytes: number
  /** Files whose content is not what the record says, or not there: nothing of them is in the target. */
  readonly faults: readonly FaultyFile[]
}

const recordsAtOnce = 256
const copiedAtOnce = 8
/** A connection may break; a file that is damaged is so each time. */
const attempts = 3

/**
 * Makes the target the store that the source is: first the contents of some records, each held against its digest, then
 * these records as they are, then the next. So at every moment each record in the target has its content there, and a
 * later run goes on where this one stopped.
 */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
  const { source, target, acceptFaults, onProgress } = options
  const mover = new Mover(source, target)
  const total = await source.count()
  const seen = new RecordsDigest()
  const all = seen.pass(source.records(), (done) => onProgress(done, Math.max(done, total)))
  let batch: FileRecord[] = []
  for await (const { record, isThere } of missingRecords(all, target.records())) {
    if (isThere) mover.count(record)
    else batch.push(record)
    if (batch.length < recordsAtOnce) continue
    await mover.move(batch)
    batch = []
  }
  await mover.move(batch)
  await requireUnchanged(source, seen)
  const { files, bytes, copiedFiles, copiedBytes, faults } = mover
  const finished = acceptFaults || faults.length === 0
  if (finished) await target.finish()
  return { finished, files, bytes, copiedFiles, copiedBytes, faults }
}

class Mover {
  files = 0
  bytes = 0
  copiedFiles = 0
  copiedBytes = 0
  readonly faults: FaultyFile[] = []

  constructor(
    private readonly source: MigrationSource,
    private readonly target: MigrationTarget
  ) {}

  /** Brings the contents of the records, and then the records that have theirs. */
  async move(records: readonly FileRecord[]): Promise<void> {
    const faults = new Map<FileRecord, ContentFault>()
    await inParallel(records, copiedAtOnce, async (record) => {
      const fault = await this.#bring(record)
      if (fault !== undefined) faults.set(record, fault)
    })
    await this.target.adopt(records.filter((record) => !faults.has(record)))
    for (const record of records) {
      const fault = faults.get(record)
      if (fault === undefined) this.count(record)
      else this.faults.push({ ...fault, record })
    }
  }

  /** Counts a file that is in the target as a whole. */
  count({ size }: FileRecord): void {
    this.files++
    this.bytes += size
  }

  async #bring(record: FileRecord): Promise<ContentFault | undefined> {
    const { target, source } = this
    if (target.isResumed && (await target.holds(record))) return undefined
    await target.contents.ensureSpace(record.size)
    let fault = await this.#copy(record)
    for (let attempt = 1; fault?.kind === 'unreadable' && attempt < attempts; attempt++) {
      // A store that is away would else make every content that is left a damaged one.
      await source.check()
      fault = await this.#copy(record)
    }
    if (fault !== undefined) return fault
    this.copiedFiles++
    this.copiedBytes += record.size
    return undefined
  }

  async #copy(record: FileRecord): Promise<ContentFault | undefined> {
    const { contents } = this.source
    let chunks: AsyncIterableIterator<Uint8Array>
    try {
      chunks = await contents.open(record.contentKey, record.size)
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISSING')) return { kind: 'unreadable', reason: reasonOf(error) }
      const fault = await checkContent(contents, record, { readData: false })
      return fault ?? { kind: 'content-missing' }
    }
    try {
      return await copyContent(record, chunks, this.target.contents)
    } finally {
      await chunks.return?.()
    }
  }
}

/** What was moved is otherwise no state that the source was ever in, and what came meanwhile would be lost. */
async function requireUnchanged(source: MigrationSource, seen: RecordsDigest): Promise<void> {
  const now = new RecordsDigest()
  for await (const _record of now.pass(source.records())) {
    // Only the digest is asked for.
  }
  if (now.value !== seen.value) {
    throw new MigrationError(
      'in-use',
      'The source was changed meanwhile, so that nothing is finished: stop every server on it and run this again'
    )
  }
}
