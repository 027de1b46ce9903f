import { join } from 'node:path'
import { ifThere } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'

/** Paths of what is in a directory, none where it is missing. Directories in it are not ours and are left out. */
export async function filesIn(fs: Fs, directory: string): Promise<string[]> {
  const files: string[] = []
  for (const name of await namesIn(fs, directory)) {
    const path = join(directory, name)
    if (!(await fs.stat(path)).isDirectory) files.push(path)
  }
  return files
}

/** Names of all that is in a directory; none where it is missing. */
export async function namesIn(fs: Fs, directory: string): Promise<string[]> {
  return (await ifThere(fs.list(directory))) ?? []
}
