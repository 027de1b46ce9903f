import { NotedContents } from '../core/noted-contents.js'
import type { ContentNotes } from '../core/ports/content-notes.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { ContentSweep } from '../core/ports/content-sweep.js'
import type { Lease } from '../core/ports/lease.js'
import type { Report } from '../core/report.js'
import { Janitor } from '../core/upkeep/janitor.js'

const minute = 60_000
const hour = 60 * minute
const noteAge = 24 * hour

/** Of the notes of contents that are coming in: the janitor waits for twice as long. */
export const noteTimes = { renewAfter: hour, goodFor: noteAge / 2 }

interface WithNotesOptions {
  readonly contents: ContentStore
  readonly sweep: ContentSweep
  readonly notes: ContentNotes & Lease
  readonly report: Report
}

/** Contents whose keys are noted, and the janitor who looks after the notes from now on. */
export function withNotes({ contents, sweep, notes, report }: WithNotesOptions) {
  const noted = new NotedContents({ contents, notes, ...noteTimes })
  const janitor = new Janitor({
    contents: sweep,
    records: notes,
    report,
    interval: 10 * minute,
    noteAge,
    // Longer than a note has to be old: an object is noted anew whenever it is seen.
    sweepInterval: 7 * 24 * hour,
    objectAge: 48 * hour,
  })
  janitor.start()
  return {
    contents: noted,
    async close() {
      await janitor.close()
      await noted.close()
    },
  }
}
