import { dirname, join } from 'node:path'
import type { Fs } from '../../fs/fs.js'
import { filesIn, namesIn } from './files-in.js'

const keptDays = 7
const dayMs = 24 * 60 * 60 * 1000
/** `Date.parse` alone also takes `backup 1` for a day. */
const dayName = /^\d{4}-\d{2}-\d{2}$/

/** Contents that belong to no record, in a folder for each day, until they are a week old. */
export class Trash {
  constructor(
    private readonly fs: Fs,
    private readonly directory: string
  ) {}

  /** Durable when it resolves, so that a power cut cannot take the content here after it is gone there. */
  async take(path: string, name: string): Promise<void> {
    const today = join(this.directory, new Date().toISOString().slice(0, 10))
    await this.fs.makeDirectory(today)
    await this.fs.rename(path, join(today, name))
    // Here before it may be gone there: a power cut must not find it in neither place.
    for (const parent of [today, this.directory, dirname(this.directory)]) {
      await this.fs.syncDirectory(parent)
    }
  }

  /** Removes what has been here for a week. Folders that no day is named after are not ours and stay. */
  async purge(): Promise<void> {
    for (const day of await namesIn(this.fs, this.directory)) {
      const date = dayName.test(day) ? Date.parse(day) : Number.NaN
      if (!(Date.now() - date > (keptDays + 1) * dayMs)) continue
      const folder = join(this.directory, day)
      for (const path of await filesIn(this.fs, folder)) await this.fs.unlink(path)
    }
  }
}
