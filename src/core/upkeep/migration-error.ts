/** Why a migration does not begin, or does not go on. The source is as it was. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'

  constructor(
    /** Somebody else works on one of the stores, or the target is not one that may be written to. */
    readonly kind: 'in-use' | 'unfit-target',
    message: string
  ) {
    super(message)
  }
}
