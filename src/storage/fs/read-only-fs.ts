import { errno } from './errors.js'
import type { Fs, FsFile } from './fs.js'

/**
 * A file system through which nothing can be changed, for looking at a directory that another process may be using.
 * What only tidies up (cutting, syncing, renaming, removing) does nothing and succeeds, so that the code that opens a
 * store for writing can be used to read it as well; what makes or writes a file is refused.
 */
export function readOnlyFs(fs: Fs): Fs {
  return {
    open: async (path, mode) => {
      if (mode === 'create' || mode === 'append') throw errno('EROFS', path)
      return readOnlyFile(await fs.open(path, 'read'))
    },
    rename: async () => {},
    unlink: async () => {},
    makeDirectory: async () => {},
    list: (path) => fs.list(path),
    stat: (path) => fs.stat(path),
    syncDirectory: async () => {},
    requireWritable: async (path) => {
      throw errno('EROFS', path)
    },
    freeSpace: (path) => fs.freeSpace(path),
  }
}

const readOnlyFile = (file: FsFile): FsFile => ({
  write: async () => {
    throw errno('EROFS', 'an open file')
  },
  read: (buffer, position) => file.read(buffer, position),
  datasync: async () => {},
  truncate: async () => {},
  stat: () => file.stat(),
  close: () => file.close(),
})
