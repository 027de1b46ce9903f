import type { FileInfo } from '../../client/client.js'

interface Comparison {
  /** Files that came in above all that was there. */
  readonly added: readonly FileInfo[]
  /** Ids of files that are no longer there. What only moved on to another page is not among them. */
  readonly gone: readonly string[]
}

/** What happened between two looks at the same part of the list. */
export function compareLists(before: readonly FileInfo[], after: readonly FileInfo[]): Comparison {
  const idsBefore = new Set(before.map(({ file_id }) => file_id))
  const idsAfter = new Set(after.map(({ file_id }) => file_id))
  const firstKnown = after.findIndex(({ file_id }) => idsBefore.has(file_id))
  const lastKept = before.findLastIndex(({ file_id }) => idsAfter.has(file_id))
  return {
    added: after.slice(0, firstKnown < 0 ? after.length : firstKnown),
    gone: before
      .slice(0, lastKept < 0 ? before.length : lastKept)
      .map(({ file_id }) => file_id)
      .filter((id) => !idsAfter.has(id)),
  }
}
