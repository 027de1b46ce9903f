/** There is no metadata where it belongs: the store is lost, or was never there. Nothing was changed. */
export class StoreMissingError extends Error {
  override readonly name = 'StoreMissingError'
  readonly file: string

  /** `found` is what shows that there was a store. */
  constructor(file: string, found?: string) {
    super(
      `STORE_MISSING ${file}: there is no metadata${found === undefined ? '' : ` beside ${found}`}. Nothing was changed. Check that the right volume ` +
        'is mounted at the data directory, or restore the metadata from a backup.'
    )
    this.file = file
  }
}
