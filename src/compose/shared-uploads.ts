import { PartedUploads } from '../core/parted-uploads/parted-uploads.js'
import type { ContentParts } from '../core/ports/content-parts.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { UploadLedger } from '../core/ports/upload-ledger.js'
import type { Report } from '../core/report.js'

/**
 * A holder that died is waited for within one request. The lease of a commit is longer than any statement takes, so that nobody
 * takes over while one is on its way.
 */
const times = { lease: 8000, renewEvery: 1500, commitLease: 60_000, patience: 10_000 }

interface SharedParts {
  readonly ledger?: UploadLedger
  readonly parts?: ContentParts
  readonly contents: ContentStore
  readonly report: Report
}

/** Uploads that come in several requests to any of several processes; undefined where one of the stores is not made for that. */
export function sharedUploads({ ledger, parts, contents, report }: SharedParts) {
  return ledger && parts && new PartedUploads({ ledger, parts, contents, report, times })
}
