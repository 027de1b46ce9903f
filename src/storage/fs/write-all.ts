import type { FsFile } from './fs.js'

/**
 * Writes every byte at `position`; resolves with their number. A full disk takes fewer than it was given, without an
 * error: only the next write has one, or takes none.
 */
export async function writeAll(file: FsFile, bytes: Uint8Array, position: number): Promise<number> {
  for (let done = 0; done < bytes.length; ) {
    const written = await file.write([bytes.subarray(done)], position + done)
    if (written === 0) throw Object.assign(new Error('no byte was taken'), { code: 'ENOSPC' })
    done += written
  }
  return bytes.length
}
