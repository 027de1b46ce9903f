import { isForeign } from '../foreign-contents.js'
import type { ContentNotes } from '../ports/content-notes.js'
import type { ContentSweep } from '../ports/content-sweep.js'
import type { Report } from '../report.js'

interface NoteOrphansOptions {
  readonly contents: ContentSweep
  readonly records: ContentNotes
  readonly report: Report
  /** Milliseconds for which an object without a record is none of our business. */
  readonly objectAge: number
  readonly isClosed: () => boolean
}

const atOnce = 100
/** The others are found by the next look. */
const mostNoted = 10_000

/**
 * A look at all that is there. What has no record, and is too old for an upload to be about to make it, is noted;
 * nothing is where so much has none that these must be the objects of other records, or the records those of another
 * time: in a small bucket where they name less than half of it, in any other sooner.
 *
 * Gives how many were noted; undefined where it was closed before it had seen everything.
 */
export async function noteOrphans(options: NoteOrphansOptions): Promise<number | undefined> {
  const { contents, records, report, objectAge, isClosed } = options
  const latest = Date.now() - objectAge
  const orphans: string[] = []
  let seen = 0
  let named = 0
  let unnamed = 0
  let keys: string[] = []
  const ask = async () => {
    const theirs = await records.named(keys)
    named += theirs.size
    unnamed += keys.length - theirs.size
    const others = keys.filter((key) => !theirs.has(key))
    orphans.push(...others.slice(0, mostNoted - orphans.length))
    keys = []
  }
  for await (const { key, modifiedAt } of contents.objects()) {
    if (isClosed()) return undefined
    seen++
    if (modifiedAt < latest) keys.push(key)
    if (keys.length === atOnce) await ask()
  }
  await ask()
  if (unnamed > named || isForeign(unnamed, seen)) {
    report('warn', `${unnamed} of ${seen} contents have no record: none is removed`)
    return 0
  }
  for (const key of orphans) {
    if (isClosed()) return undefined
    await records.note(key)
  }
  return orphans.length
}
