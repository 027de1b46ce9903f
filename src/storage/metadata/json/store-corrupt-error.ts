/** The store will not start, because what is on disk is not what it wrote. Nothing was changed. */
export class StoreCorruptError extends Error {
  override readonly name = 'StoreCorruptError'
  readonly file: string
  readonly offset: number

  constructor(file: string, offset: number, reason: string, cause?: unknown) {
    super(
      `STORE_CORRUPT ${file}:${offset}: ${reason}. Nothing was changed. Keep a copy of the data directory, ` +
        'then restore it from a backup.',
      { cause }
    )
    this.file = file
    this.offset = offset
  }
}
