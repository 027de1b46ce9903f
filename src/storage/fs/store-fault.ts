/** The disk can no longer be trusted to keep what it is given: nothing more may be written until a restart. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
  }
}
