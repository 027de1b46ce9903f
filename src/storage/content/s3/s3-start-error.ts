/** Why the object store cannot be used, in one line for the operator. */
export class S3StartError extends Error {
  override readonly name = 'S3StartError'

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
  }
}
