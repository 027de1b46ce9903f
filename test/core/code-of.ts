import { FileError } from '../../src/core/errors.js'

/** The code of the `FileError` that the work throws or rejects with; what else it throws, in words. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'no error'
  } catch (error) {
    return error instanceof FileError ? error.code : String(error)
  }
}
