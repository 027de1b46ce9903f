import { ForeignContentsError, isForeign } from './foreign-contents.js'
import type { ContentNotes } from './ports/content-notes.js'
import type { ContentInventory } from './ports/content-store.js'
import type { RecordInventory } from './ports/metadata-store.js'
import type { Report } from './report.js'

interface ReconcileOptions {
  readonly contents: ContentInventory
  readonly metadata: RecordInventory
  readonly report: Report
  /** Where commits can outlive the process that sent them, so that a content may get its record yet. */
  readonly notes?: ContentNotes
  /** Whether any number of contents without a record has a known and harmless cause. */
  readonly orphansExpected?: boolean
}

/**
 * Compares both stores before the first request. Contents that no record names are put aside, never removed;
 * records whose content is gone stay, are reported and counted. Contents that are noted are left to the janitor.
 *
 * Throws `ForeignContentsError` when so many contents have no record that the metadata must be of another time or
 * place: putting them aside would be the loss of them.
 */
export async function reconcile(options: ReconcileOptions): Promise<{ missing: number }> {
  const { contents, metadata, report, notes, orphansExpected = false } = options
  const unclaimed = await contents.keys()
  const stored = unclaimed.size
  let missing = 0
  for await (const { contentKey } of metadata.records()) {
    if (!unclaimed.delete(contentKey)) missing++
  }
  if (missing > 0) report('warn', `The content of ${missing} files is missing`)
  if (notes) await withoutUndecided(unclaimed, notes)
  let alarming = 0
  for (const key of unclaimed) if (!contents.isWaiting(key)) alarming++
  if (isForeign(alarming, stored) && !orphansExpected) {
    throw new ForeignContentsError(alarming, stored)
  }
  for (const key of unclaimed) await contents.quarantine(key)
  if (unclaimed.size > 0)
    report('warn', `${unclaimed.size} contents without a record were put aside`)
  return { missing }
}

const atOnce = 1000

/**
 * Takes out what a commit that is still under way may be about to name. A record strikes the note, or comes before that:
 * so what had no note, and has no record when asked after that, will get none.
 */
async function withoutUndecided(unclaimed: Set<string>, notes: ContentNotes): Promise<void> {
  const keys = [...unclaimed]
  for (let i = 0; i < keys.length; i += atOnce) {
    const some = keys.slice(i, i + atOnce)
    for (const key of await notes.noted(some)) unclaimed.delete(key)
    for (const key of await notes.named(some)) unclaimed.delete(key)
  }
}
