import type { StagedContent } from '../../../../core/ports/content-store.js'
import type { Spool } from './spool.js'

/** A small content in memory, on its way to the spool. */
export class SpooledContent implements StagedContent {
  #published: Promise<void> | undefined

  constructor(
    readonly key: string,
    private readonly bytes: Uint8Array,
    private readonly spool: Spool,
    /** The store that it becomes part of. */
    private readonly store: { published(): void; delete(key: string): Promise<unknown> }
  ) {}

  publish(): Promise<void> {
    this.#published ??= this.spool.add(this.key, this.bytes).then(() => this.store.published())
    return this.#published
  }

  async discard(): Promise<void> {
    const published = await this.#published?.then(
      () => true,
      () => false
    )
    // It may have got a file of its own already; what cannot be removed now is an orphan for later.
    if (published) await this.store.delete(this.key).catch(() => {})
  }
}
