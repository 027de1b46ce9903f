/** The store will not start, because files are there but the metadata that names them is not. Nothing was changed. */
export class StoreMissingError extends Error {
  override readonly name = 'StoreMissingError'
  readonly file: string

  constructor(file: string, found: string) {
    super(
      `STORE_MISSING ${file}: there is no metadata beside ${found}. Nothing was changed. Check that the right volume ` +
        'is mounted at the data directory, or restore the metadata from a backup.'
    )
    this.file = file
  }
}
