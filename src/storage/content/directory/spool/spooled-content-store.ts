import { FileError } from '../../../../core/errors.js'
import type {
  Bytes,
  ContentInventory,
  ContentRange,
  ContentReader,
  ContentStore,
  Removal,
  StagedContent,
} from '../../../../core/ports/content-store.js'
import type { Report } from '../../../../core/report.js'
import type { DirectoryContentStore } from '../directory-content-store.js'
import { onlyChunk } from '../only-chunk.js'
import type { SyncPolicy } from '../sync-policy.js'
import { gather } from './gather.js'
import { Settler } from './settler.js'
import type { Spool } from './spool.js'
import { SpooledContent } from './spooled-content.js'

interface SpooledContentStoreOptions {
  readonly directory: DirectoryContentStore
  readonly spool: Spool
  readonly policy: SyncPolicy
  /** Most bytes of a content that waits in the spool, 0 for none; larger ones get a file of their own at once. */
  readonly largest: number
  readonly report: Report
}

/** Contents as files, of which the small ones wait in a spool until there is time to make their file. */
export class SpooledContentStore implements ContentStore, ContentInventory {
  readonly #settler: Settler

  constructor(private readonly options: SpooledContentStoreOptions) {
    this.#settler = new Settler(options)
    this.#settler.wake()
  }

  async stage(key: string, bytes: Bytes): Promise<StagedContent> {
    const { directory, spool, policy, largest } = this.options
    if (largest === 0) return directory.stage(key, bytes)
    policy.check()
    const { whole, all } = await gather(bytes, largest)
    if (whole === undefined || !spool.hasRoom(whole.length)) return directory.stage(key, all)
    return new SpooledContent(key, whole, spool, this)
  }

  /** Something waits for its file. */
  published(): void {
    this.#settler.wake()
  }

  async open(key: string, range: ContentRange): Promise<ContentReader> {
    const { directory, spool } = this.options
    const size = spool.sizeOf(key)
    if (size === undefined) return directory.open(key, range)
    if (size !== range.size) throw new FileError('CONTENT_MISSING')
    const { start, end } = range
    return onlyChunk(await spool.read(key, start, end))
  }

  async delete(key: string): Promise<Removal> {
    const { directory, spool } = this.options
    return spool.release(key) ? 'gone' : directory.delete(key)
  }

  ensureSpace(bytes: number): Promise<void> {
    return this.options.directory.ensureSpace(bytes)
  }

  room(): Promise<number> {
    return this.options.directory.room()
  }

  check(): Promise<void> {
    return this.options.directory.check()
  }

  async keys(): Promise<Set<string>> {
    const { directory, spool } = this.options
    const keys = await directory.keys()
    for (const key of spool.keys()) keys.add(key)
    return keys
  }

  /** How many contents have no file of their own yet. */
  get waiting(): number {
    return this.options.spool.count
  }

  isWaiting(key: string): boolean {
    return this.options.spool.has(key)
  }

  async quarantine(key: string): Promise<void> {
    const { directory, spool } = this.options
    if (spool.has(key)) spool.putAside(key)
    else await directory.quarantine(key)
  }

  async close(): Promise<void> {
    await this.#settler.close()
    await this.options.spool.close()
  }
}
