import type { Fs } from '../../fs/fs.js'

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
        const written = await target.write([piece.subarray(0, read)], position)
        if (written === 0) throw Object.assign(new Error('no byte was taken'), { code: 'ENOSPC' })
        position += written
      }
      await target.datasync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
