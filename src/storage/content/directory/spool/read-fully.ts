import type { FsFile } from '../../../fs/fs.js'

/** So many bytes of a file, or fewer where it ends before. */
export async function readFully(file: FsFile, offset: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let done = 0
  while (done < size) {
    const read = await file.read(bytes.subarray(done), offset + done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}
