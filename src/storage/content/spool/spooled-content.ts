import type { StagedContent } from '../../../core/ports/content-store.js'
import type { Spool } from './spool.js'

/** A small content in memory, on its way to the spool. */
export class SpooledContent implements StagedContent {
  #published: Promise<void> | undefined

  constructor(
    readonly key: string,
    private readonly bytes: Uint8Array,
    private readonly spool: Spool,
    private readonly onPublished: () => void
  ) {}

  publish(): Promise<void> {
    this.#published ??= this.spool.add(this.key, this.bytes).then(this.onPublished)
    return this.#published
  }

  async discard(): Promise<void> {
    const published = await this.#published?.then(
      () => true,
      () => false
    )
    if (published) this.spool.release(this.key)
  }
}
