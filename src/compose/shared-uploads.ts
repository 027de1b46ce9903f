import type { Config } from '../../schemas/config.js'
import { PartedUploads } from '../core/parted-uploads/parted-uploads.js'
import type { ContentParts } from '../core/ports/content-parts.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { UploadLedger } from '../core/ports/upload-ledger.js'
import type { Report } from '../core/report.js'

/** A holder that died is waited for within one request. */
const times = { lease: 8000, renewEvery: 1500, patience: 10_000 }

interface SharedParts {
  readonly ledger?: UploadLedger
  readonly parts?: ContentParts
  readonly contents: ContentStore
  readonly report: Report
}

/** Uploads that come in several requests to any of several processes; undefined where one of the stores is not made for that. */
export function sharedUploads(
  { METADATA_TIMEOUT }: Config,
  { ledger, parts, contents, report }: SharedParts
): PartedUploads | undefined {
  if (!ledger || !parts) return undefined
  // Longer than a statement can be on its way, so that nobody takes over meanwhile.
  const commitLease = 3 * METADATA_TIMEOUT
  return new PartedUploads({ ledger, parts, contents, report, times: { ...times, commitLease } })
}
