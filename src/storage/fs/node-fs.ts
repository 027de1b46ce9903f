import { constants, promises as fs } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errno, nativeCode } from './errors.js'
import type { Fs, OpenMode } from './fs.js'
import { openNodeFile, toStat } from './node-file.js'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, W_OK, X_OK } =
  constants

const flags: Record<OpenMode, number> = {
  // Without O_NONBLOCK a FIFO in place of a file would hold a thread until somebody writes to it.
  read: O_RDONLY | O_NOFOLLOW | O_NONBLOCK,
  create: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW,
  append: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW,
  write: O_RDWR | O_NOFOLLOW,
}

/** The real file system. */
export const nodeFs: Fs = {
  open: (path, mode) => openNodeFile(path, flags[mode], 0o600),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
  makeDirectory: async (path) => {
    for (const missing of await missingDirectories(path)) {
      await fs.mkdir(missing, 0o700).catch(ignoreExisting)
      // It is only there for good once the one above it is synced.
      await nodeFs.syncDirectory(dirname(missing))
    }
  },
  list: (path) => fs.readdir(path),
  stat: async (path) => toStat(await fs.lstat(path)),
  syncDirectory: async (path) => {
    const directory = await fs.open(path, O_RDONLY)
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  },
  requireWritable: (path) => fs.access(path, W_OK | X_OK),
  freeSpace: async (path) => {
    const { bavail, bsize } = await fs.statfs(path)
    return bavail * bsize
  },
}

/** Those that are not there, from the top down. One by one: Node's `recursive` never ends where /proc refuses them. */
async function missingDirectories(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let at = resolve(path); !(await isThere(at)); at = dirname(at)) missing.unshift(at)
  return missing
}

async function isThere(path: string): Promise<boolean> {
  try {
    if ((await fs.stat(path)).isDirectory()) return true
  } catch (error) {
    if (nativeCode(error) === 'ENOENT') return false
    throw error
  }
  throw errno('ENOTDIR', path)
}

function ignoreExisting(error: unknown): void {
  if (nativeCode(error) !== 'EEXIST') throw error
}
