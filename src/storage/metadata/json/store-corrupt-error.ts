/** The store will not start, because what is on disk is not what it wrote. Nothing was changed. */
export class StoreCorruptError extends Error {
  override readonly name = 'StoreCorruptError'
  readonly file: string
  readonly offset: number

  constructor(
    file: string,
    offset: number,
    readonly reason: string,
    cause?: unknown
  ) {
    super(
      `STORE_CORRUPT ${file}:${offset}: ${reason}. Nothing was changed. ` +
        '`filedrop admin repair --dry-run` tells what can be saved; else restore the data directory from a backup.',
      { cause }
    )
    this.file = file
    this.offset = offset
  }
}
