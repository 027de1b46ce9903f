import { ForeignContentsError, isForeign } from './foreign-contents.js'
import type { ContentInventory } from './ports/content-store.js'
import type { RecordInventory } from './ports/metadata-store.js'
import type { Report } from './report.js'

interface ReconcileOptions {
  readonly contents: ContentInventory
  readonly metadata: RecordInventory
  readonly report: Report
  /** Whether any number of contents without a record has a known and harmless cause. */
  readonly orphansExpected?: boolean
}

/**
 * Compares both stores before the first request. Contents that no record names are put aside, never removed;
 * records whose content is gone stay, are reported and counted.
 *
 * Throws `ForeignContentsError` when so many contents have no record that the metadata must be of another time or
 * place: putting them aside would be the loss of them.
 */
export async function reconcile(options: ReconcileOptions): Promise<{ missing: number }> {
  const { contents, metadata, report, orphansExpected = false } = options
  const unclaimed = await contents.keys()
  const stored = unclaimed.size
  let missing = 0
  for (const { contentKey } of metadata.records()) {
    if (!unclaimed.delete(contentKey)) missing++
  }
  if (missing > 0) report('warn', `The content of ${missing} files is missing`)
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
