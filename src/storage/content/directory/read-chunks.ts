import { FileError } from '../../../core/errors.js'
import type { ContentRange } from '../../../core/ports/content-store.js'
import { storeError } from '../../fs/errors.js'
import type { FsFile } from '../../fs/fs.js'

/** Large reads cost a fraction of small ones; two of them are all the memory that a download holds. */
const chunkBytes = 256 * 1024

/** Reads the range and closes the file at the end, on an error, and when the reader stops early. */
export function readChunks(
  file: FsFile,
  { start, end }: ContentRange
): AsyncIterableIterator<Uint8Array> {
  let position = start
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await file.close().catch(() => {})
  }
  // Not a generator: `return` of one that never began would not run its `finally`.
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (closed || position > end) {
        await close()
        return { done: true, value: undefined }
      }
      try {
        const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - position + 1))
        const length = await file.read(buffer, position)
        if (length === 0) throw new FileError('CONTENT_MISSING')
        position += length
        return { done: false, value: buffer.subarray(0, length) }
      } catch (error) {
        await close()
        throw storeError(error)
      }
    },
    async return() {
      await close()
      return { done: true, value: undefined }
    },
  }
}
