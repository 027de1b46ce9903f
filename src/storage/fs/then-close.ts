import type { FsFile } from './fs.js'

/** Works with an open file and closes it. Where both fail it is the work that is told of: it says what may be lost. */
export async function thenClose<T>(file: FsFile, work: () => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
  await file.close()
  return result
}
