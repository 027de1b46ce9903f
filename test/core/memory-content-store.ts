import { FileError } from '../../src/core/errors.js'
import type {
  Bytes,
  ContentInventory,
  ContentRange,
  ContentStore,
  Removal,
  StagedContent,
} from '../../src/core/ports/content-store.js'

type Method = 'ensureSpace' | 'stage' | 'publish' | 'open' | 'delete'

/** Contents in memory, with somebody who may wait or throw before each call. */
export class MemoryContentStore implements ContentStore, ContentInventory {
  /** Visible to `open`. */
  readonly contents = new Map<string, Buffer>()
  /** Neither published nor discarded yet. */
  readonly staged = new Map<string, Buffer>()
  /** Put aside. */
  readonly quarantined: string[] = []
  /** Keys that readers have open. */
  readonly readers: string[] = []
  /** What `ensureSpace` was asked for. */
  readonly spaces: number[] = []
  before: (method: Method, key: string) => Promise<void> | void = () => {}
  /** Awaited after the last chunk was taken in and before `stage` resolves. */
  flush: () => Promise<void> = async () => {}

  async stage(key: string, source: Bytes): Promise<StagedContent> {
    await this.before('stage', key)
    const taken: Uint8Array[] = []
    if (source instanceof Uint8Array) taken.push(source)
    else for await (const chunk of source) taken.push(chunk)
    await this.flush()
    const bytes = Buffer.concat(taken)
    this.staged.set(key, bytes)
    return {
      key,
      publish: async () => {
        await this.before('publish', key)
        this.staged.delete(key)
        this.contents.set(key, bytes)
      },
      discard: async () => {
        this.staged.delete(key)
        this.contents.delete(key)
      },
    }
  }

  async open(key: string, { start, end, size }: ContentRange) {
    await this.before('open', key)
    const bytes = this.contents.get(key)
    if (bytes?.length !== size) throw new FileError('CONTENT_MISSING')
    this.readers.push(key)
    return read(bytes.subarray(start, end + 1))
  }

  async delete(key: string): Promise<Removal> {
    await this.before('delete', key)
    this.contents.delete(key)
    return 'gone'
  }

  async ensureSpace(bytes: number): Promise<void> {
    this.spaces.push(bytes)
    await this.before('ensureSpace', '')
  }

  async room(): Promise<undefined> {}

  async check(): Promise<void> {}

  async keys(): Promise<Set<string>> {
    return new Set(this.contents.keys())
  }

  isWaiting(): boolean {
    return false
  }

  async quarantine(key: string): Promise<void> {
    this.quarantined.push(key)
    this.contents.delete(key)
  }
}

async function* read(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
