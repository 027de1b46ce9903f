/** What a person can have done by name. */
export interface Command {
  /** Half a line for the list of commands. */
  readonly summary: string
  /** All there is to say, for `--help`; empty where the command takes even that as an argument. */
  readonly help: string
  /** Carries it out and gives the exit code. Throws `UsageError`. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** Where a command says what it has to say. */
export interface Terminal {
  /** A line of the result, on standard output; resolves when its reader has room for more. */
  print(text: string): Promise<void>
  /** What is to be told beside the result, on standard error. */
  report(level: string, message: string): void
  /** How far it has come, on standard error where that is a screen; `Infinity` is a total that nobody knows. */
  progress(done: number, total: number, words?: () => string): void
}
