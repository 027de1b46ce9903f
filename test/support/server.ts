/** Environment variables of a server. */
export type Settings = Readonly<Record<string, string>>

export type LogLine = Readonly<Record<string, unknown>>

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What serves at a port, watched through what it prints: one process, or several behind a proxy. */
export interface Server {
  readonly port: number
  /** Only where there is one process. */
  readonly pid: number
  /** Of all processes that serve. */
  readonly pids: readonly number[]
  readonly running: boolean
  /** Resolves when it has ended and all its output has been read. */
  readonly exited: Promise<Exit>
  /** The log, line by line. */
  readonly log: readonly LogLine[]
  /** What was printed but is not a log line. */
  readonly strayLines: readonly string[]
  /** The first line of the log, from its beginning, that matches; waits for it while the server lives. */
  logLine(matches: (line: LogLine) => boolean): Promise<LogLine>
  /** Ends it as an operator does and tells how it ended. */
  stop(): Promise<Exit>
  /** Ends it as a crash does. */
  kill(): Promise<Exit>
  signal(signal: NodeJS.Signals): void
  /** Stops reading what it prints, as `head` does and a collector that ended. */
  closeLog(): void
  /** Leaves what it prints from now on where it is. */
  pauseLog(): void
  /** Everything printed, for messages. */
  output(): string
}
