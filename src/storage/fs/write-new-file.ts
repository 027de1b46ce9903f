import type { Fs } from './fs.js'
import { thenClose } from './then-close.js'
import { writeAll } from './write-all.js'

/** Makes a file of a text; its bytes are durable when it resolves, its name once the directory is synced. */
export async function writeNewFile(fs: Fs, path: string, text: string): Promise<void> {
  const file = await fs.open(path, 'create')
  await thenClose(file, async () => {
    await writeAll(file, Buffer.from(text), 0)
    await file.datasync()
  })
}
