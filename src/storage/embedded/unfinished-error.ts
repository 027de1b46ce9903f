/** The directory is no store yet. Nothing in it was changed. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError'

  constructor(directory: string) {
    super(
      `A migration into ${directory} did not end. Nothing was changed. Run \`filedrop admin migrate\` again, which goes on with it.`
    )
  }
}
