/** The directory is not one that may be written to for this. Nothing in it was changed. */
export class TargetError extends Error {
  override readonly name = 'TargetError'

  constructor(directory: string, reason: string) {
    super(`${directory} ${reason}. Nothing in it was changed.`)
  }
}
