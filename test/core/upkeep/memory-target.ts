import type { StoreTarget } from '../../../src/core/ports/store-target.js'
import type { RecordsView } from '../../../src/core/ports/store-view.js'
import { MemoryContentStore } from '../memory-content-store.js'

/** A target in memory that notes what is done with it. */
export class MemoryTarget implements StoreTarget {
  readonly contents = new MemoryContentStore()
  readonly held = new Map<string, number>()
  readonly done: string[] = []
  view: RecordsView | undefined

  async commit(view: RecordsView): Promise<void> {
    this.done.push('commit')
    this.view = view
  }

  async tidy(): Promise<void> {
    this.done.push('tidy')
  }

  async close(): Promise<void> {
    this.done.push('close')
  }

  /** What the committed records say, and what is there of it. */
  texts(): Record<string, string | undefined> {
    const records = [...(this.view?.records() ?? [])]
    return Object.fromEntries(
      records.map(({ id, contentKey }) => [id, this.contents.contents.get(contentKey)?.toString()])
    )
  }
}
