import type { StagedContent } from '../../../core/ports/content-store.js'

interface StagedObjectOptions {
  readonly key: string
  /** Lets `open` see the object. */
  readonly show: () => void
  /** Never rejects. */
  readonly remove: () => Promise<void>
}

/** An object that is whole and durable, and that nobody is shown yet. */
export class StagedObject implements StagedContent {
  readonly key: string

  constructor(private readonly options: StagedObjectOptions) {
    this.key = options.key
  }

  async publish(): Promise<void> {
    this.options.show()
  }

  discard(): Promise<void> {
    return this.options.remove()
  }
}
