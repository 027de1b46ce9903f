/**
 * Small contents on their way to a file of their own. Making a file and syncing it costs a disk more than everything
 * else that an upload asks of it, so contents that come together are written behind each other, with one sync:
 *
 *     <directory>/spool/<name>   a segment: frames `<crc32> <key> <size>\n<bytes>\n`
 *
 * Crash argument. `add` resolves once the bytes are written and synced, so a record never names bytes that a power cut
 * can still take. A segment goes only when each of its contents has a durable file in `content` or is not needed any
 * more; until then every start finds them again, by the checksum of each. A content that is in both places is the same
 * in both, since `content` only ever holds whole, synced files. What no record names at a start (never acknowledged, or
 * deleted meanwhile) is kept in `trash` with its segment. Nothing is rewritten in place; a segment in which nothing
 * waits is emptied, and if a power cut brings its frames back, they are of contents that have files or no record.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { FileError } from '../../../../core/errors.js'
import type { Report } from '../../../../core/report.js'
import { storeError } from '../../../fs/errors.js'
import { StoreFault } from '../../../fs/store-fault.js'
import type { SyncPolicy } from '../sync-policy.js'
import type { Frame } from './frame.js'
import type { Segment } from './segment.js'
import { largestSegment, type Segments } from './segments.js'

const largestBatch = 256
/** Contents that wait at a time, since each takes some 250 bytes of memory. */
const mostWaiting = 200_000

interface SpoolOptions {
  readonly segments: Segments
  readonly policy: SyncPolicy
  /** Most bytes that are to wait at a time. */
  readonly backlog: number
  readonly report: Report
}

interface Arriving {
  readonly key: string
  readonly bytes: Uint8Array
  resolve(): void
  reject(error: FileError): void
}

export class Spool {
  /** Bytes of the contents that wait. */
  bytes = 0
  /** Which segment holds each content that waits. */
  readonly #holders = new Map<string, Segment>()
  readonly #segments = new Set<Segment>()
  #current: Segment | undefined
  #arriving: Arriving[] = []
  #running: Promise<void> | undefined
  readonly #removals = new Set<Promise<void>>()

  constructor(private readonly options: SpoolOptions) {}

  /** Takes up what an earlier run left, but for what has a file of its own; `listStored` gives those, durable by then. */
  async recover(listStored: () => Promise<ReadonlySet<string>>): Promise<void> {
    for (const segment of await this.options.segments.found()) this.#segments.add(segment)
    // With a million files the list alone takes a second.
    if (this.#segments.size === 0) return
    const stored = await listStored()
    for (const segment of this.#segments) {
      for (const [key, frame] of segment.waiting) {
        if (stored.has(key)) segment.waiting.delete(key)
        else this.#hold(segment, frame)
      }
      this.#removeIfUnused(segment)
    }
  }

  /** How many contents wait. */
  get count(): number {
    return this.#holders.size
  }

  /** From 0, when nothing waits, to 1 and beyond, when nothing more should. */
  get fill(): number {
    return Math.max(this.bytes / this.options.backlog, this.count / mostWaiting)
  }

  /** Whether so many bytes more may wait. */
  hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= this.options.backlog && this.count < mostWaiting
  }

  keys(): Iterable<string> {
    return this.#holders.keys()
  }

  has(key: string): boolean {
    return this.#holders.has(key)
  }

  /** Resolves when the content is durable and waits. */
  add(key: string, bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#arriving.push({ key, bytes, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** How many bytes the content has; undefined where none waits under the key. */
  sizeOf(key: string): number | undefined {
    return this.#holders.get(key)?.waiting.get(key)?.size
  }

  /** Bytes `start` to `end` of a content that waits. */
  async read(key: string, start: number, end: number): Promise<Buffer> {
    const segment = this.#holders.get(key)
    const frame = segment?.waiting.get(key)
    if (segment === undefined || frame === undefined) throw new FileError('CONTENT_MISSING')
    const size = Math.max(0, end - start + 1)
    try {
      const bytes = await segment.read(frame.offset + start, size)
      if (bytes.length < size) throw new FileError('CONTENT_MISSING')
      return bytes
    } finally {
      if (segment.waiting.size === 0) this.#removeIfUnused(segment)
    }
  }

  /** Those that have waited longest. */
  oldest(count: number): string[] {
    const keys: string[] = []
    for (const segment of this.#segments) {
      for (const key of segment.waiting.keys()) {
        if (keys.push(key) === count) return keys
      }
    }
    return keys
  }

  /** Lets those go first that have waited less. */
  postpone(key: string): void {
    const waiting = this.#holders.get(key)?.waiting
    const frame = waiting?.get(key)
    if (frame === undefined) return
    waiting?.delete(key)
    waiting?.set(key, frame)
  }

  /** The content waits no longer: it has a file, or is not needed. False when it did not wait any more. */
  release(key: string): boolean {
    const segment = this.#holders.get(key)
    const frame = segment?.waiting.get(key)
    if (segment === undefined || frame === undefined) return false
    this.#holders.delete(key)
    segment.waiting.delete(key)
    this.bytes -= frame.size
    this.#removeIfUnused(segment)
    return true
  }

  /** Releases a content that no record names, but keeps its bytes for an operator to look at. */
  putAside(key: string): void {
    const segment = this.#holders.get(key)
    if (segment === undefined) return
    segment.holdsUnclaimed = true
    this.release(key)
  }

  /** Ends what is under way. What waits is found at the next start. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running
    const current = this.#current
    this.#current = undefined
    if (current !== undefined) this.#removeIfUnused(current)
    await Promise.all(this.#removals)
    // Everything in them is durable, whatever becomes of the handles.
    for (const segment of this.#segments) await segment.close().catch(() => {})
    this.#segments.clear()
  }

  async #run(): Promise<void> {
    // The rest of this turn of the event loop may bring more for the first batch.
    await turn()
    while (this.#arriving.length > 0) await this.#take(this.#arriving.splice(0, largestBatch))
    await this.#clearIfUnused()
    this.#running = this.#arriving.length > 0 ? this.#run() : undefined
  }

  async #take(batch: readonly Arriving[]): Promise<void> {
    try {
      const segment = await this.#write(batch)
      for (const { resolve } of batch) resolve()
      if (segment.length >= largestSegment) {
        this.#current = undefined
        this.#removeIfUnused(segment)
      }
    } catch (error) {
      const { policy } = this.options
      const reason = error instanceof StoreFault ? policy.fail(error) : storeError(error)
      for (const { reject } of batch) reject(reason)
    }
  }

  async #write(batch: readonly Arriving[]): Promise<Segment> {
    const { policy, segments } = this.options
    policy.check()
    this.#current ??= await segments.make()
    const segment = this.#current
    this.#segments.add(segment)
    const frames = await segment.add(batch)
    await policy.run('contentSync', () => segment.sync())
    for (const frame of frames) this.#hold(segment, frame)
    return segment
  }

  #hold(segment: Segment, frame: Frame): void {
    segment.waiting.set(frame.key, frame)
    this.#holders.set(frame.key, segment)
    this.bytes += frame.size
  }

  #removeIfUnused(segment: Segment): void {
    if (segment === this.#current) {
      if (segment.waiting.size === 0) this.#running ??= this.#run()
      return
    }
    if (segment.waiting.size > 0 || !this.#segments.delete(segment)) return
    const removal = this.options.segments
      .remove(segment)
      .catch((error: unknown) => this.#report('could not be removed', error))
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
  }

  /** What is deleted must not stay on the disk for as long as nothing new comes. */
  async #clearIfUnused(): Promise<void> {
    const segment = this.#current
    if (segment === undefined || segment.waiting.size > 0 || segment.length === 0) return
    // What came next would be written over what is being read; the reader comes back to this when it is done.
    if (segment.isRead) return
    await segment.clear().catch((error: unknown) => this.#report('could not be emptied', error))
  }

  #report(what: string, error: unknown): void {
    this.options.report('warn', `A segment of the spool in which nothing waits ${what}`, error)
  }
}
