/** Another process works in the directory, or it cannot be told that none does. */
export class DirectoryLockedError extends Error {
  override readonly name = 'DirectoryLockedError'

  constructor(
    readonly directory: string,
    reason: string
  ) {
    super(`DIRECTORY_LOCKED ${directory}: ${reason}`)
  }
}
