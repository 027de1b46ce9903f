/** An error as the file system gives it. */
export function nativeError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
