/** When the store syncs and rewrites by itself. Times are milliseconds. */
export interface JournalLimits {
  /** Longest time that a download count stays in the journal without a sync. */
  readonly countSync: number
  /** Time without a commit after which a journal worth it is folded into the snapshot. */
  readonly quiet: number
  /** Wait after a compaction that failed. */
  readonly retry: number
  /** Bytes of journal above which it is compacted, unless twice the snapshot is more. */
  readonly journalBytes: number
  /** Lines of journal above which it is compacted. */
  readonly journalLines: number
}

export const defaultJournalLimits: JournalLimits = {
  countSync: 1_000,
  quiet: 5_000,
  retry: 60_000,
  journalBytes: 64 * 1024 * 1024,
  journalLines: 200_000,
}
