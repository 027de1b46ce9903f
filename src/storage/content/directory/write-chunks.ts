import { FileError } from '../../../core/errors.js'
import { storeError } from '../../fs/errors.js'
import type { FsFile } from '../../fs/fs.js'

/** Bytes gathered before they are written: fewer, larger writes cost less than one for each packet. */
const batchBytes = 1024 * 1024

/** Chunks gathered before they are written, below what one vectored write can take. */
const batchChunks = 512

/** Writes all chunks from `start` on, one batch on its way to the disk while the next one comes in. */
export async function writeChunks(
  file: FsFile,
  chunks: AsyncIterable<Uint8Array>,
  start = 0
): Promise<void> {
  let writing = Promise.resolve()
  let position = start
  let batch: Uint8Array[] = []
  let bytes = 0
  const flush = async () => {
    await writing
    writing = writeFully(file, batch, position)
    // The failure is thrown by whoever awaits `writing` next; until then it must not count as unhandled.
    writing.catch(() => {})
    position += bytes
    batch = []
    bytes = 0
  }
  try {
    for await (const chunk of chunks) {
      batch.push(chunk)
      bytes += chunk.length
      if (bytes >= batchBytes || batch.length >= batchChunks) await flush()
    }
    if (bytes > 0) await flush()
  } finally {
    // The file must not be closed under a write that is still running.
    await writing.catch(() => {})
  }
  await writing
}

/** A full disk takes fewer bytes than it was given, without an error: only the next write has one. */
export async function writeFully(file: FsFile, batch: Uint8Array[], start: number): Promise<void> {
  // Nothing written must mean a full disk, and not that there was nothing to write.
  let rest = batch.filter(({ length }) => length > 0)
  let position = start
  while (rest.length > 0) {
    const written = await file.write(rest, position).catch((error) => {
      throw storeError(error)
    })
    if (written === 0) throw new FileError('INSUFFICIENT_STORAGE')
    position += written
    rest = after(rest, written)
  }
}

/** What is left of the buffers behind their first `count` bytes. */
function after(buffers: Uint8Array[], count: number): Uint8Array[] {
  let skip = count
  let first = 0
  for (; first < buffers.length; first++) {
    const length = buffers[first]?.length ?? 0
    if (skip < length) break
    skip -= length
  }
  const rest = buffers.slice(first)
  if (skip > 0 && rest[0]) rest[0] = rest[0].subarray(skip)
  return rest
}
