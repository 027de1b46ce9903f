import { AppendFile } from '../../../fs/append-file.js'
import { storeError } from '../../../fs/errors.js'
import type { FsFile } from '../../../fs/fs.js'
import { encodeFrame, endOf, type Frame, framesIn, segmentSeed } from './frame.js'
import { readFully } from './read-fully.js'

/** One file of the spool: contents behind each other, of which some are still waiting for a file of their own. */
export class Segment extends AppendFile {
  /** The contents that wait, by key. */
  readonly waiting = new Map<string, Frame>()
  /** Whether it holds something that no record named when the store was opened. */
  holdsUnclaimed = false
  readonly #seed: number
  #readers = 0
  #onUnused: (() => void) | undefined

  constructor(
    file: FsFile,
    readonly name: string
  ) {
    super(file, 0)
    this.#seed = segmentSeed(name)
  }

  /** Takes up what is in the file, which then takes no more. What is shown from now on no power cut may take. */
  async load(): Promise<void> {
    await this.file.datasync()
    const { size } = await this.file.stat()
    const bytes = await readFully(this.file, 0, size)
    for (const frame of framesIn(bytes, this.#seed)) this.waiting.set(frame.key, frame)
  }

  /** Whether somebody is reading what may not wait any more. */
  get isRead(): boolean {
    return this.#readers > 0
  }

  /** Adds the contents, whole, or none of them. They are not durable before `sync`. */
  async add(contents: readonly { key: string; bytes: Uint8Array }[]): Promise<Frame[]> {
    const buffers: Uint8Array[] = []
    const frames: Frame[] = []
    let end = this.length
    for (const { key, bytes } of contents) {
      const parts = encodeFrame(key, bytes, this.#seed)
      const frame = { key, start: end, offset: end + parts[0].length, size: bytes.length }
      frames.push(frame)
      buffers.push(...parts)
      end = endOf(frame)
    }
    await this.append(...buffers)
    return frames
  }

  /** Bytes of the file; fewer than asked for when it has become shorter. */
  async read(offset: number, size: number): Promise<Buffer> {
    this.#readers++
    try {
      return await readFully(this.file, offset, size)
    } catch (error) {
      throw storeError(error)
    } finally {
      if (--this.#readers === 0) this.#onUnused?.()
    }
  }

  /** Closes once nobody reads any more. */
  override async close(): Promise<void> {
    if (this.#readers > 0) {
      await new Promise<void>((resolve) => {
        this.#onUnused = resolve
      })
    }
    await super.close()
  }
}
