import { constants } from 'node:os'
import { FileError } from '../../core/errors.js'

const outOfSpace = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const outOfDescriptors = new Set(['EMFILE', 'ENFILE'])

/** The native code of a file system error (`ENOENT`, …), if it is one. */
export function nativeCode(error: unknown): string | undefined {
  const native = error as NodeJS.ErrnoException | null | undefined
  // Node has no name for it: the code of a quota that is used up would be "Unknown system error -122".
  return native?.errno === -constants.errno.EDQUOT ? 'EDQUOT' : native?.code
}

/** What the work gives; undefined where the file that it is for is not there. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (nativeCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether no descriptor was left for the call: nothing was tried, so nothing is lost, and it may work the next time. */
export const isOutOfDescriptors = (error: unknown): boolean =>
  outOfDescriptors.has(nativeCode(error) ?? '')

/** An error as the file system gives it. */
export function errno(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

/** A native error as the ports allow it out: space ran out, or the store cannot work at the moment. */
export function storeError(error: unknown): FileError {
  if (error instanceof FileError) return error
  const code = outOfSpace.has(nativeCode(error) ?? '')
    ? 'INSUFFICIENT_STORAGE'
    : 'STORE_UNAVAILABLE'
  return new FileError(code, { cause: error })
}
