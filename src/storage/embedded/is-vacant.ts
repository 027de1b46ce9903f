import { join } from 'node:path'
import type { Fs } from '../fs/fs.js'

/** Left by a server or a copy that put nothing in them. */
const folders = ['content', 'spool', 'tmp', 'trash', 'tus']
/** The lock of whoever asks, a marker that a crash cut short, what a checkout and every new file system hold. */
const ignored = ['LOCK', 'BACKUP.tmp', 'MIGRATION.tmp', '.gitignore', 'lost+found']

/** Whether nothing is in the directory that could be lost. */
export async function isVacant(fs: Fs, directory: string): Promise<boolean> {
  for (const name of await fs.list(directory)) {
    if (ignored.includes(name)) continue
    const path = join(directory, name)
    if (!folders.includes(name) || !(await fs.stat(path)).isDirectory) return false
    if ((await fs.list(path)).length > 0) return false
  }
  return true
}
