/** One operator's command. */
export interface Command {
  /** Half a line for the list of commands. */
  readonly summary: string
  /** All there is to say, for `--help`. */
  readonly help: string
  /** Carries it out; what it has to say goes to `print`, line by line. Throws `UsageError`. */
  run(args: readonly string[], print: (text: string) => void): Promise<void>
}
