/**
 * Contents as objects of a bucket, one for each key:
 *
 *     <prefix>/<key>     whole, durable, immutable; written once
 *     <prefix>/store-id  of which store they are
 *     <prefix>/<key>.<name>  the last bytes of an upload of several requests, too few for a part
 *
 * and, while a large one comes in, the parts of a multipart upload to that name, which no reader can see.
 *
 * An object is there as a whole or not at all, and durable once the service has answered: so `stage` makes it, and
 * `publish` has nothing more to do. Between the two it could be read by whoever knows its key. This store shows it to
 * nobody; another replica would, but the key is fresh and random, and until the commit no record names it, so that
 * nobody anywhere can ask for it.
 *
 * Crash argument. Whoever uploads has noted the key before `stage` begins. A cut while parts come in leaves an upload
 * that never ended, one after it an object without a record, one after a replacement or deletion the old object: all
 * of them under a key that is noted, or that a listing finds, and `ContentSweep` is how they are removed. Nothing here
 * decides that by itself. What is removed while it is read here goes when that ends, and a cut before leaves it as an
 * object without a record. A name is never written twice, so that a request that arrives late, after its caller gave
 * up, can make an orphan but never harm a content.
 */
import { setTimeout } from 'node:timers/promises'
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { FileError } from '../../../core/errors.js'
import type {
  Bytes,
  ContentRange,
  ContentReader,
  ContentStore,
  Removal,
  StagedContent,
} from '../../../core/ports/content-store.js'
import type { ContentSweep, SweptObject } from '../../../core/ports/content-sweep.js'
import type { FoundContent } from '../../../core/ports/store-view.js'
import { abandonObject, deleteObject } from './abandon-object.js'
import { Bucket } from './bucket.js'
import { storeError } from './errors.js'
import { listObjects } from './list-objects.js'
import { findObject, openNothing, openObject } from './open-object.js'
import { OpenReaders } from './open-readers.js'
import { putObject } from './put-object.js'
import { requireBucket } from './require-bucket.js'
import { S3ContentParts } from './s3-content-parts.js'
import type { S3Settings } from './s3-settings.js'
import { StagedObject } from './staged-object.js'
import { StoreMarkObject } from './store-mark-object.js'
import { abandonTails } from './tails.js'
import { WatchedSource } from './watched-source.js'

/** Parts that one upload can have. */
const mostParts = 10_000

export class S3ContentStore implements ContentStore, ContentSweep {
  /** Keys whose bytes are coming in, or have come in and are not published, or are to go when they were read. */
  readonly #hidden = new Set<string>()
  readonly #readers = new OpenReaders()
  /** Removals that nobody waits for. */
  readonly #cleaning = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  readonly mark: StoreMarkObject
  readonly parts: S3ContentParts

  private constructor(private readonly bucket: Bucket) {
    this.mark = new StoreMarkObject(bucket)
    this.parts = new S3ContentParts(bucket)
  }

  /** Throws `S3StartError` where the bucket cannot be used; `readOnly` writes nothing to find that out. */
  static async open(settings: S3Settings, { readOnly = false } = {}): Promise<S3ContentStore> {
    const bucket = new Bucket(settings)
    try {
      await requireBucket(bucket, { readOnly })
      return new S3ContentStore(bucket)
    } catch (error) {
      bucket.close()
      throw error
    }
  }

  async stage(key: string, bytes: Bytes): Promise<StagedContent> {
    const source = bytes instanceof Uint8Array ? bytes : new WatchedSource(bytes, this.#largest)
    this.#hidden.add(key)
    try {
      await putObject(this.bucket, key, source)
    } catch (error) {
      const failure = source instanceof WatchedSource ? source.failure : undefined
      const cleaned = this.#clean(key)
      // That the store has failed is said at once: it may take as long to remove anything.
      if (!failure) throw storeError(error)
      await cleaned
      throw failure.error
    }
    const show = () => this.#hidden.delete(key)
    return new StagedObject({ key, show, remove: () => this.#discard(key) })
  }

  async open(key: string, range: ContentRange): Promise<ContentReader> {
    if (this.#hidden.has(key)) throw new FileError('CONTENT_MISSING')
    if (range.size === 0 || range.end < range.start) {
      return openNothing(this.bucket, key, range.size)
    }
    const onClose = this.#readers.enter(key)
    try {
      return await openObject(this.bucket, key, { range, onClose })
    } catch (error) {
      onClose()
      throw error
    }
  }

  /** What lies under the key; undefined where nothing does. */
  find(key: string): Promise<FoundContent | undefined> {
    return findObject(this.bucket, key)
  }

  async delete(key: string): Promise<Removal> {
    if (this.#removesLater(key)) return 'later'
    await deleteObject(this.bucket, key).catch(rethrow)
    return 'gone'
  }

  async ensureSpace(bytes: number): Promise<void> {
    if (bytes > this.#largest) throw new FileError('INSUFFICIENT_STORAGE')
  }

  /** A bucket has no end that could be asked for. */
  async room(): Promise<undefined> {}

  async check(): Promise<void> {
    const command = new HeadBucketCommand({ Bucket: this.bucket.name })
    await this.bucket.upkeep.send(command).catch(rethrow)
  }

  async abandon(key: string): Promise<void> {
    await abandonObject(this.bucket, key)
      .then(() => abandonTails(this.bucket, key))
      .catch(rethrow)
  }

  async *objects(): AsyncGenerator<SweptObject> {
    try {
      yield* listObjects(this.bucket)
    } catch (error) {
      rethrow(error)
    }
  }

  /** Waits for what is just being removed, and lets go of the connections. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#cleaning)
    this.bucket.close()
  }

  /** Most bytes of one content. */
  get #largest(): number {
    return this.bucket.settings.partSize * mostParts
  }

  async #discard(key: string): Promise<void> {
    if (this.#removesLater(key)) return
    await deleteObject(this.bucket, key).catch(ignore)
    this.#hidden.delete(key)
  }

  /**
   * Whether the object is being read here, and goes when that ends. MinIO keeps whoever removes an object waiting until
   * nobody reads it any more, however long that takes.
   */
  #removesLater(key: string): boolean {
    const isRead = this.#readers.afterLast(key, () => void this.#clean(key))
    if (isRead) this.#hidden.add(key)
    return isRead
  }

  /**
   * Removes everything under a key and shows nothing of it. Resolves after the first attempt; where that fails, there is
   * another one a moment later, and what cannot be removed then is an orphan for the sweep.
   */
  #clean(key: string): Promise<void> {
    const attempt = abandonObject(this.bucket, key)
    const cleaning = attempt
      .catch(() => this.#cleanLater(key))
      .catch(ignore)
      .finally(() => {
        this.#hidden.delete(key)
        this.#cleaning.delete(cleaning)
      })
    this.#cleaning.add(cleaning)
    return attempt.catch(ignore)
  }

  async #cleanLater(key: string): Promise<void> {
    const { signal } = this.#closing
    await setTimeout(this.bucket.settings.timeout, undefined, { signal, ref: false }).catch(ignore)
    await abandonObject(this.bucket, key)
  }
}

function ignore(): void {}

function rethrow(error: unknown): never {
  throw storeError(error)
}
