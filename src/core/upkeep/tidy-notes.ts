import type { ContentNotes } from '../ports/content-notes.js'
import type { ContentSweep } from '../ports/content-sweep.js'
import type { Report } from '../report.js'

interface TidyNotesOptions {
  readonly contents: ContentSweep
  readonly records: ContentNotes
  readonly report: Report
  /** Milliseconds after which a note is nobody's who is still at work. */
  readonly noteAge: number
  /** Asked before each batch. */
  readonly mayGoOn: () => Promise<boolean>
  readonly isClosed: () => boolean
}

export interface TidiedNotes {
  /** Contents that were nobody's, removed with what their uploads had left. */
  readonly removed: number
  /** Notes of contents that a record names after all. */
  readonly kept: number
  /** Contents that were nobody's and could not be removed; their notes are as if made now. */
  readonly failed: number
}

const atOnce = 100
/** So many failures are no matter of single contents: the next round may find the store in a better state. */
const mostFailures = 10

/** Removes what is noted for long enough and has no record, and strikes the notes of what is gone or has one. */
export async function tidyNotes(options: TidyNotesOptions): Promise<TidiedNotes> {
  const { contents, records, report, noteAge, mayGoOn, isClosed } = options
  const tidied = { removed: 0, kept: 0, failed: 0 }
  let failure: unknown
  const isOver = () => isClosed() || tidied.failed >= mostFailures
  while (!isOver() && (await mayGoOn())) {
    const keys = await records.stale(noteAge, atOnce)
    // Asked after the notes were read: no commit that comes later goes by a note of this age.
    const named = await records.named(keys)
    const done = [...named]
    for (const key of keys) {
      if (isOver()) break
      if (named.has(key)) continue
      try {
        await contents.abandon(key)
        done.push(key)
        tidied.removed++
      } catch (error) {
        failure ??= error
        tidied.failed++
        // Behind the others: one that can never be removed keeps nobody else waiting.
        await records.note(key)
      }
    }
    await records.strike(done)
    tidied.kept += named.size
    if (keys.length < atOnce) break
  }
  if (tidied.failed > 0) {
    report('warn', `${tidied.failed} contents that nobody needs could not be removed`, failure)
  }
  return tidied
}
