import { FileError, hasCode } from '../errors.js'
import type { FileRecord } from '../file-record.js'
import type { StoreTarget } from '../ports/store-target.js'
import type { RecordsView, StoreView } from '../ports/store-view.js'
import { type ContentFault, checkContent, reasonOf } from './check-content.js'
import { copyContent } from './copy-content.js'
import { inParallel } from './in-parallel.js'
import type { OnProgress } from './progress.js'

export type FaultyFile = ContentFault & { readonly record: FileRecord }

export interface Copied {
  /** Records whose contents are all in the target, but for the faulty ones. */
  readonly view: RecordsView
  readonly files: number
  readonly bytes: number
  /** Files whose content is not what the record says, or not there; not copied. */
  readonly faults: readonly FaultyFile[]
}

interface CopyOptions {
  readonly source: StoreView
  readonly target: StoreTarget
  readonly onProgress: OnProgress
}

/** Contents opened before the first of them is copied: what is open can be read to its end, also when deleted. */
const openAtOnce = 128
const copiedAtOnce = 4
const mostPasses = 200

/**
 * Brings to the target every content that it lacks, and holds each against its digest on the way. Contents that
 * vanish meanwhile belong to files that were deleted or replaced: then the records are read again and what is new
 * is brought, until nothing vanishes. So the result is one state of the store, and not parts of several.
 */
export async function copyContents(options: CopyOptions): Promise<Copied> {
  const { source } = options
  const copier = new Copier(options)
  let view = await source.read()
  for (let pass = 1; ; pass++) {
    const suspects = await copier.bring(view)
    if (suspects.length === 0) break
    const now = await source.read()
    const faulty = suspects.filter(
      ({ record }) => now.get(record.id)?.contentKey === record.contentKey
    )
    for (const fault of faulty) copier.faults.set(fault.record.contentKey, fault)
    if (faulty.length === suspects.length) break
    if (pass === mostPasses) {
      throw new FileError('STORE_UNAVAILABLE', {
        detail: 'Files come and go faster than they can be copied',
      })
    }
    view = now
  }
  const { files, bytes, faults } = copier
  const stillThere = ({ record }: FaultyFile) =>
    view.get(record.id)?.contentKey === record.contentKey
  return { view, files, bytes, faults: [...faults.values()].filter(stillThere) }
}

interface Opened {
  readonly record: FileRecord
  readonly chunks: AsyncIterableIterator<Uint8Array>
}

class Copier {
  files = 0
  bytes = 0
  /** By content key. */
  readonly faults = new Map<string, FaultyFile>()

  constructor(private readonly options: CopyOptions) {}

  /** Copies what the target lacks; resolves with what could not be copied. */
  async bring(view: RecordsView): Promise<FaultyFile[]> {
    const { target, onProgress } = this.options
    const wanted: FileRecord[] = []
    for (const record of view.records()) {
      const { contentKey, size } = record
      if (target.held.get(contentKey) !== size && !this.faults.has(contentKey)) wanted.push(record)
    }
    const suspects: FaultyFile[] = []
    let done = 0
    for (let at = 0; at < wanted.length; at += openAtOnce) {
      const opened = await this.#open(wanted.slice(at, at + openAtOnce), suspects)
      try {
        await inParallel(opened, copiedAtOnce, async (file) => {
          const fault = await this.#copy(file)
          if (fault !== undefined) suspects.push(fault)
          onProgress(++done, wanted.length)
        })
      } finally {
        for (const { chunks } of opened) await chunks.return?.()
      }
    }
    return suspects
  }

  async #open(records: readonly FileRecord[], suspects: FaultyFile[]): Promise<Opened[]> {
    const { contents } = this.options.source
    const opened: Opened[] = []
    for (const record of records) {
      try {
        opened.push({ record, chunks: await contents.open(record.contentKey, record.size) })
      } catch (error) {
        const fault = hasCode(error, 'CONTENT_MISSING')
          ? await checkContent(contents, record, { readData: false })
          : ({ kind: 'unreadable', reason: reasonOf(error) } as const)
        suspects.push({ ...(fault ?? { kind: 'content-missing' }), record })
      }
    }
    return opened
  }

  async #copy({ record, chunks }: Opened): Promise<FaultyFile | undefined> {
    const { target } = this.options
    const fault = await copyContent(record, chunks, target.contents)
    if (fault !== undefined) return { ...fault, record }
    target.held.set(record.contentKey, record.size)
    this.files++
    this.bytes += record.size
    return undefined
  }
}
