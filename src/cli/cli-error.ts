import type { exitCodes } from '../terminal/exit-codes.js'

/** What stopped a command on this side, in words for whoever called it. */
export class CliError extends Error {
  override readonly name = 'CliError'

  constructor(
    message: string,
    readonly reason: keyof typeof exitCodes
  ) {
    super(message)
  }
}
