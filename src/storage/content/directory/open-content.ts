import { FileError } from '../../../core/errors.js'
import type { ContentRange, ContentReader } from '../../../core/ports/content-store.js'
import { nativeCode, storeError } from '../../fs/errors.js'
import type { Fs, FsFile } from '../../fs/fs.js'
import { readChunks } from './read-chunks.js'

/** Opens the file of a content and makes sure that it is whole before a byte of it is read. */
export async function openContent(
  fs: Fs,
  path: string,
  range: ContentRange
): Promise<ContentReader> {
  const file = await fs.open(path, 'read').catch((error) => {
    // ELOOP: somebody put a symbolic link in place of the content.
    const gone = nativeCode(error) === 'ENOENT' || nativeCode(error) === 'ELOOP'
    throw gone ? new FileError('CONTENT_MISSING', { cause: error }) : storeError(error)
  })
  try {
    await requireWhole(file, range.size)
  } catch (error) {
    // What is wrong with the content is the answer, whatever becomes of the handle.
    await file.close().catch(() => {})
    throw error
  }
  return readChunks(file, range)
}

async function requireWhole(file: FsFile, size: number): Promise<void> {
  const stat = await file.stat().catch((error) => {
    throw storeError(error)
  })
  if (!stat.isFile || stat.size !== size) throw new FileError('CONTENT_MISSING')
}
