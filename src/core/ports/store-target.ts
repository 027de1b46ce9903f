import type { ContentStore } from './content-store.js'
import type { RecordsView } from './store-view.js'

/**
 * A place that is made a copy of a store. Until `commit` it is what it was, from then on the new copy, also when the
 * process dies at any moment; nobody else writes in it meanwhile.
 */
export interface StoreTarget {
  /** Takes contents in; what is published there is nothing until `commit` names it. */
  readonly contents: ContentStore
  /** The bytes of every content that is there, by key. */
  readonly held: Map<string, number>
  /** Makes it the copy of these records, durably. Their contents must have been published before. */
  commit(view: RecordsView): Promise<void>
  /** Removes what the last commit does not need; where there was none, all that was taken in. */
  tidy(): Promise<void>
  close(): Promise<void>
}
