import type { FileRecord } from '../file-record.js'
import type { ContentView, RecordsView, StoreView } from '../ports/store-view.js'
import { type ContentFault, checkContent } from './check-content.js'
import { inParallel } from './in-parallel.js'
import type { OnProgress } from './progress.js'
import { unclaimedContents } from './unclaimed-contents.js'

export type Problem =
  | (ContentFault & { readonly record: FileRecord })
  | {
      readonly kind: 'content-without-record'
      readonly contentKey: string
      readonly size: number
    }
  /** A start would take the previous snapshot and all journals since, which hold the same. */
  | { readonly kind: 'snapshot-damaged'; readonly reason: string }

export interface Verified {
  /** Records that were looked at. */
  readonly files: number
  /** Bytes of their contents as the records state them. */
  readonly bytes: number
  /** Contents without a record that are so new that an upload may be about to make it. */
  readonly arriving: number
  readonly problems: readonly Problem[]
}

interface VerifyOptions {
  /** Whether every byte is read and held against the digest of its record. */
  readonly readData: boolean
  readonly onProgress: OnProgress
}

const atOnce = 4
/** A file that changed under every look is in use, and its contents are all right as far as anyone can tell. */
const mostLooks = 20

/**
 * Holds records and contents against each other, both ways, and changes nothing. Beside a running server nothing is
 * called a problem that a change under way explains: a content goes only after its record, so one that is missing is
 * a fault exactly when a later reading of the records still names it.
 */
export async function verify(store: StoreView, options: VerifyOptions): Promise<Verified> {
  const listed = await store.contents.keys()
  const view = await store.read()
  const faults = await checkAll(store, view, options)
  const { unclaimed, arriving } = await unclaimedContents(store, listed, view)
  const { count, damage } = view.facts
  let bytes = 0
  for (const record of view.records()) bytes += record.size
  return {
    files: count,
    bytes,
    arriving,
    problems: [
      ...(damage === undefined ? [] : [{ kind: 'snapshot-damaged' as const, reason: damage }]),
      ...faults,
      ...unclaimed.map((content) => ({ kind: 'content-without-record' as const, ...content })),
    ],
  }
}

async function checkAll(
  store: StoreView,
  view: RecordsView,
  options: VerifyOptions
): Promise<Problem[]> {
  let done = 0
  const noteProgress = () => options.onProgress(++done, view.facts.count)
  let suspects = await faultsOf(store.contents, view.records(), options, noteProgress)
  const problems: Problem[] = []
  for (let look = 1; suspects.length > 0 && look <= mostLooks; look++) {
    const now = await store.read()
    const replaced: FileRecord[] = []
    for (const { record, fault } of suspects) {
      const current = now.get(record.id)
      if (current?.contentKey === record.contentKey) problems.push({ ...fault, record: current })
      else if (current !== undefined) replaced.push(current)
    }
    suspects = await faultsOf(store.contents, replaced, options, () => {})
  }
  return problems.sort(byCreation)
}

interface Suspect {
  readonly record: FileRecord
  readonly fault: ContentFault
}

async function faultsOf(
  contents: ContentView,
  records: Iterable<FileRecord>,
  options: VerifyOptions,
  onChecked: () => void
): Promise<Suspect[]> {
  const suspects: Suspect[] = []
  await inParallel(records, atOnce, async (record) => {
    const fault = await checkContent(contents, record, options)
    if (fault !== undefined) suspects.push({ record, fault })
    onChecked()
  })
  return suspects
}

function byCreation(a: Problem, b: Problem): number {
  return 'record' in a && 'record' in b ? a.record.createdAt - b.record.createdAt : 0
}
