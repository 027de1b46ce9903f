import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Fs } from '../../../fs/fs.js'
import type { SyncPolicy } from '../sync-policy.js'
import type { Trash } from '../trash.js'
import { Segment } from './segment.js'

/** Bytes after which a segment takes no more: so much is read at once at a start. */
export const largestSegment = 16 * 1024 * 1024

/** The files of the spool. */
export class Segments {
  constructor(
    private readonly fs: Fs,
    private readonly directory: string,
    private readonly policy: SyncPolicy,
    private readonly trash: Trash
  ) {}

  /** Those that an earlier run left. */
  async found(): Promise<Segment[]> {
    const segments: Segment[] = []
    try {
      for (const name of await this.fs.list(this.directory)) {
        const file = await this.fs.open(join(this.directory, name), 'write')
        const segment = new Segment(file, name)
        segments.push(segment)
        await segment.load()
      }
      return segments
    } catch (error) {
      for (const segment of segments) await segment.close().catch(() => {})
      throw error
    }
  }

  /** A new one, in the directory for good. */
  async make(): Promise<Segment> {
    const name = randomUUID()
    const file = await this.fs.open(join(this.directory, name), 'create')
    try {
      await this.policy.run('directorySync', () => this.fs.syncDirectory(this.directory))
      return new Segment(file, name)
    } catch (error) {
      await file.close().catch(() => {})
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
