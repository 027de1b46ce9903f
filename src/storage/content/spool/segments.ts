import { join } from 'node:path'
import { newKey } from '../../../core/keys.js'
import type { Fs } from '../../fs/fs.js'
import type { Trash } from '../directory/trash.js'
import { framesIn, segmentSeed } from './frame.js'
import { Segment } from './segment.js'

/** Bytes after which a segment takes no more: so much is read at once at a start. */
export const largestSegment = 16 * 1024 * 1024

/** The files of the spool. */
export class Segments {
  constructor(
    private readonly fs: Fs,
    readonly directory: string,
    private readonly trash: Trash
  ) {}

  /** Those that an earlier run left. */
  async found(): Promise<Segment[]> {
    const segments: Segment[] = []
    for (const name of await this.fs.list(this.directory)) {
      const file = await this.fs.open(join(this.directory, name), 'write')
      // What was read before this must not go with a power cut after it has been shown.
      await file.datasync()
      const { size } = await file.stat()
      const segment = new Segment(file, name, size)
      const bytes = await segment.read(0, size)
      for (const frame of framesIn(bytes, segmentSeed(name))) segment.waiting.set(frame.key, frame)
      segments.push(segment)
    }
    return segments
  }

  /** A new one, in the directory for good. */
  async make(): Promise<Segment> {
    const name = newKey()
    const file = await this.fs.open(join(this.directory, name), 'create')
    try {
      await this.fs.syncDirectory(this.directory)
      return new Segment(file, name)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Removes one in which nothing waits; what no record named when it was found is kept for an operator. */
  async remove(segment: Segment): Promise<void> {
    await segment.close()
    const path = join(this.directory, segment.name)
    if (segment.holdsUnclaimed) await this.trash.take(path, segment.name)
    else await this.fs.unlink(path)
  }
}
