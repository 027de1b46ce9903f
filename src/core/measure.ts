/**
 * Work of a store that is worth watching: a batch of changes written to the journal, the sync behind it, the sync of
 * a content and of the directory that names it, a journal folded into a snapshot; and how many changes a batch held.
 */
export type Measured =
  | 'journalAppend'
  | 'journalSync'
  | 'journalBatch'
  | 'contentSync'
  | 'directorySync'
  | 'compaction'

/** How a store tells whoever runs it what its work took: seconds, and for `journalBatch` changes. Never throws. */
export type Measure = (what: Measured, value: number) => void

/** Begins to take the time; calling the result tells it. Work that fails is not measured. */
export function stopwatch(measure: Measure, what: Measured): () => void {
  const start = performance.now()
  return () => measure(what, (performance.now() - start) / 1000)
}
