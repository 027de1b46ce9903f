import { execFileSync } from 'node:child_process'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What somebody with access to the directory could put in the place of a file or a directory. */
export const stands: readonly (readonly [string, (path: string) => Promise<unknown>])[] = [
  ['a symbolic link to a file', (path) => symlink('/etc/hostname', path)],
  ['a symbolic link to itself', (path) => symlink(path, path)],
  ['a symbolic link to nothing', (path) => symlink('/nothing/at/all', path)],
  ['a symbolic link to a directory', (path) => symlink('/etc', path)],
  ['a symbolic link to a device', (path) => symlink('/dev/zero', path)],
  ['a FIFO', async (path) => execFileSync('mkfifo', [path])],
  ['a directory', (path) => mkdir(path)],
  ['a directory with something in it', (path) => mkdir(join(path, 'x'), { recursive: true })],
]
