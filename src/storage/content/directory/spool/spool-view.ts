import { join } from 'node:path'
import { ifThere } from '../../../fs/errors.js'
import type { Fs } from '../../../fs/fs.js'
import { thenClose } from '../../../fs/then-close.js'
import { namesIn } from '../files-in.js'
import { endOf, type Frame, frameAt, framesIn, segmentSeed } from './frame.js'
import { readFully } from './read-fully.js'

interface SeenSegment {
  /** Differs once anything was written to it. */
  readonly version: string
  /** Milliseconds since the epoch of the last byte. */
  readonly modifiedAt: number
  readonly frames: ReadonlyMap<string, Frame>
}

interface Place {
  readonly segment: string
  readonly frame: Frame
  readonly modifiedAt: number
}

/** The spool of a data directory for somebody who only looks, also while a server adds to it and takes from it. */
export class SpoolView {
  #seen = new Map<string, SeenSegment>()

  constructor(
    private readonly fs: Fs,
    private readonly directory: string
  ) {}

  /** A content that is in the spool, waiting or not; undefined where none is. */
  async find(key: string): Promise<{ size: number; modifiedAt: number } | undefined> {
    const place = this.#placeOf(key) ?? (await this.#look(key))
    return place && { size: place.frame.size, modifiedAt: place.modifiedAt }
  }

  /** The bytes of a content; undefined where it is not in the spool, or not any more. */
  async read(key: string): Promise<Uint8Array | undefined> {
    const place = this.#placeOf(key) ?? (await this.#look(key))
    if (place === undefined) return undefined
    const { segment, frame } = place
    const length = endOf(frame) - frame.start
    const bytes = await this.#bytesOf(segment, frame.start, length)
    // Meanwhile the segment may have been emptied and filled with something else.
    const found = bytes && frameAt(bytes, 0, segmentSeed(segment))
    return found?.key === key ? bytes?.subarray(found.offset, found.offset + found.size) : undefined
  }

  #placeOf(key: string): Place | undefined {
    for (const [segment, { frames, modifiedAt }] of this.#seen) {
      const frame = frames.get(key)
      if (frame !== undefined) return { segment, frame, modifiedAt }
    }
    return undefined
  }

  async #look(key: string): Promise<Place | undefined> {
    const seen = new Map<string, SeenSegment>()
    for (const name of await namesIn(this.fs, this.directory)) {
      const segment = await this.#lookAt(name)
      if (segment !== undefined) seen.set(name, segment)
    }
    this.#seen = seen
    return this.#placeOf(key)
  }

  async #lookAt(name: string): Promise<SeenSegment | undefined> {
    const stat = await ifThere(this.fs.stat(join(this.directory, name)))
    if (stat === undefined) return undefined
    const version = `${stat.size} ${stat.modifiedAt}`
    const before = this.#seen.get(name)
    if (before?.version === version) return before
    const bytes = await this.#bytesOf(name, 0, stat.size)
    if (bytes === undefined) return undefined
    const frames = new Map<string, Frame>()
    for (const frame of framesIn(bytes, segmentSeed(name))) frames.set(frame.key, frame)
    return { version, modifiedAt: stat.modifiedAt, frames }
  }

  async #bytesOf(name: string, offset: number, size: number): Promise<Buffer | undefined> {
    const file = await ifThere(this.fs.open(join(this.directory, name), 'read'))
    return file && thenClose(file, () => readFully(file, offset, size))
  }
}
