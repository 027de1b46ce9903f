import type { FileView } from '../../support/wire.js'
import { isSame, isSameState, type KnownFile, possibleStates } from './known-file.js'
import { factsOf, type Ledger } from './ledger.js'

/**
 * Which downloads must have been counted: a process that dies loses none, a power cut those of the last second. A proxy
 * repeats a download whose replica died before it answered, when it may have been counted already.
 */
export type Counts = 'all' | 'synced' | 'repeated'

/**
 * Holds the files that are there against what clients know, says what is wrong, and takes over what they are: from
 * then on nothing is under way.
 */
export function compare(ledger: Ledger, list: readonly FileView[], counts: Counts): string[] {
  const faults: string[] = []
  const views = new Map(list.map((view) => [view.file_id, view]))
  for (const file of ledger.files.values()) {
    const view = views.get(file.id)
    const fault = view ? faultOf(ledger, file, view, counts) : faultOfAbsence(file)
    if (fault) faults.push(`${file.id} ${fault}`)
    if (view) settle(file, view)
    else ledger.files.delete(file.id)
  }
  for (const view of list) {
    if (ledger.files.has(view.file_id)) continue
    const fault = adopt(ledger, view, counts)
    if (fault) faults.push(`${view.file_id} ${fault}`)
  }
  ledger.uploads.clear()
  ledger.askedByName.clear()
  ledger.strays.clear()
  return faults
}

const inWords = (value: unknown): string => JSON.stringify(value)

function faultOf(
  ledger: Ledger,
  file: KnownFile,
  view: FileView,
  counts: Counts
): string | undefined {
  const now = { facts: factsOf(view), revision: view.revision }
  const possible = [...possibleStates(file, file.pending)]
  if (!possible.some((state) => state !== 'gone' && isSameState(state, now))) {
    return `is ${inWords(view)} and was ${inWords(file)}`
  }
  if (file.createdAt !== undefined && view.created_at !== file.createdAt) {
    return `was made at ${file.createdAt} and not at ${view.created_at}`
  }
  const isSuccessor = view.revision > file.revision
  if (file.updatedAt !== undefined) {
    const isRight = isSuccessor
      ? view.updated_at > file.updatedAt
      : view.updated_at === file.updatedAt
    if (!isRight) return `was changed at ${file.updatedAt} and not at ${view.updated_at}`
  }
  return faultOfCount(ledger, file, view, counts)
}

function faultOfCount(
  ledger: Ledger,
  { counted, asked, whole, publishedAs }: KnownFile,
  { download_count: count }: FileView,
  counts: Counts
): string | undefined {
  const kept = counts === 'synced' ? whole.filter((moment) => moment < ledger.synced) : whole
  const least = counted + kept.length
  const requests = asked + (ledger.askedByName.get(publishedAs ?? '') ?? 0)
  const most = counted + (counts === 'repeated' ? requests * 2 : requests)
  if (count >= least && count <= most) return undefined
  return `has the count ${count}, which is not from ${least} to ${most}`
}

function faultOfAbsence(file: KnownFile): string | undefined {
  if (file.pending.includes('deletion')) return undefined
  return `is gone: ${inWords(file)}`
}

/** One that nobody was told of has to be an upload that was under way. */
function adopt(ledger: Ledger, view: FileView, counts: Counts): string | undefined {
  const facts = factsOf(view)
  const upload = [...ledger.uploads].find((pending) => isSame(pending.facts, facts))
  if (ledger.gone.has(view.file_id)) return `was deleted and is there: ${inWords(view)}`
  if (!upload) return `was never uploaded: ${inWords(view)}`
  ledger.uploads.delete(upload)
  const file = ledger.add(view.file_id, upload)
  const fault = faultOf(ledger, file, view, counts)
  settle(file, view)
  return fault
}

function settle(file: KnownFile, view: FileView): void {
  file.facts = factsOf(view)
  file.revision = view.revision
  file.createdAt = view.created_at
  file.updatedAt = view.updated_at
  file.counted = view.download_count
  file.asked = 0
  file.whole.length = 0
  file.pending.length = 0
}
