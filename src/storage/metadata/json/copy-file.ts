import type { Fs } from '../../fs/fs.js'
import { writeAll } from '../../fs/write-all.js'

/** Copies a file to a new one, durably. */
export async function copyFile(fs: Fs, from: string, to: string): Promise<void> {
  const source = await fs.open(from, 'read')
  try {
    const target = await fs.open(to, 'create')
    try {
      const piece = Buffer.allocUnsafe(1024 * 1024)
      for (let position = 0; ; ) {
        const read = await source.read(piece, position)
        if (read === 0) break
        position += await writeAll(target, piece.subarray(0, read), position)
      }
      await target.datasync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
