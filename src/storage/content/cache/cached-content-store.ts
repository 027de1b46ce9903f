import type {
  Bytes,
  ContentRange,
  ContentReader,
  ContentStore,
  Removal,
  StagedContent,
} from '../../../core/ports/content-store.js'
import { ContentCache } from './content-cache.js'

/** Largest content that is kept: one that comes in a single chunk. */
const largest = 64 * 1024

/**
 * Keeps small contents in memory that were read before. They never change under their key, so what is kept cannot be
 * out of date; it can only be of a file that is gone, which nobody can ask for.
 */
export class CachedContentStore implements ContentStore {
  readonly #cache: ContentCache
  /** How many contents were removed: whoever reads one meanwhile must not keep it. */
  #removals = 0

  constructor(
    private readonly inner: ContentStore,
    /** Most bytes kept; 0 keeps nothing. */
    private readonly limit: number
  ) {
    this.#cache = new ContentCache(limit)
  }

  async open(key: string, range: ContentRange): Promise<ContentReader> {
    const { start, end, size } = range
    if (size > largest || this.limit === 0) return this.inner.open(key, range)
    const bytes = this.#cache.get(key) ?? (await this.#read(key, size))
    if (bytes.length !== size) return this.inner.open(key, range)
    return only(bytes.subarray(start, end + 1))
  }

  async delete(key: string): Promise<Removal> {
    this.#removals++
    this.#cache.delete(key)
    return this.inner.delete(key)
  }

  stage(key: string, bytes: Bytes): Promise<StagedContent> {
    return this.inner.stage(key, bytes)
  }

  ensureSpace(bytes: number): Promise<void> {
    return this.inner.ensureSpace(bytes)
  }

  room(): Promise<number | undefined> {
    return this.inner.room()
  }

  check(): Promise<void> {
    return this.inner.check()
  }

  async #read(key: string, size: number): Promise<Uint8Array> {
    const removals = this.#removals
    const chunks: Uint8Array[] = []
    const whole = { start: 0, end: size - 1, size }
    for await (const chunk of await this.inner.open(key, whole)) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    if (removals === this.#removals) this.#cache.set(key, bytes)
    return bytes
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
