import { setTimeout } from 'node:timers/promises'
import type { RecordsView, StoreView } from '../ports/store-view.js'

export interface UnclaimedContent {
  readonly contentKey: string
  readonly size: number
}

export interface Unclaimed {
  readonly unclaimed: readonly UnclaimedContent[]
  /** So new that an upload may be about to make their record. */
  readonly arriving: number
}

/** Milliseconds since its last byte for which a content may wait for its record. */
const arrivalTime = 60_000
/** Milliseconds between two looks at contents that a running server may be about to remove. */
const pause = 200
const mostLooks = 5

/**
 * The contents of `listed` that no record names, beginning with `view`, which must have been read after they were
 * listed. Beside a running server a content can be ahead of its record (an upload) or behind it (a deletion): those
 * that are gone at a later look, or have a record by then, or are new, are not among them.
 */
export async function unclaimedContents(
  store: StoreView,
  listed: ReadonlySet<string>,
  view: RecordsView
): Promise<Unclaimed> {
  let suspects = await stillThere(store, without(listed, view))
  for (let look = 1; suspects.length > 0 && look <= mostLooks; look++) {
    if (!(await store.isInUse())) return { unclaimed: suspects.map(shown), arriving: 0 }
    if (look > 1) await setTimeout(pause)
    const keys = new Set(suspects.map(({ contentKey }) => contentKey))
    suspects = await stillThere(store, without(keys, await store.read()))
  }
  const unclaimed = suspects.filter(({ modifiedAt }) => Date.now() - modifiedAt > arrivalTime)
  return { unclaimed: unclaimed.map(shown), arriving: suspects.length - unclaimed.length }
}

function without(keys: ReadonlySet<string>, view: RecordsView): Set<string> {
  const rest = new Set(keys)
  for (const { contentKey } of view.records()) rest.delete(contentKey)
  return rest
}

async function stillThere(store: StoreView, keys: Iterable<string>) {
  const found = []
  for (const contentKey of keys) {
    const content = await store.contents.find(contentKey)
    if (content !== undefined) found.push({ contentKey, ...content })
  }
  return found
}

const shown = ({ contentKey, size }: UnclaimedContent): UnclaimedContent => ({ contentKey, size })
