import { EmbeddedStand } from './embedded-stand.js'
import type { Server, Settings } from './server.js'

/** A running server with all that it keeps its files in. */
export interface Stand {
  readonly server: Server
  /** What is left of uploads that were not published. */
  temporaryFiles(): Promise<string[]>
  /** The contents that are stored, as `name size`. */
  contentFiles(): Promise<string[]>
  /** Resolves when what was stored has come to rest. */
  settled(): Promise<void>
  /** Starts a server again on what there is, after the one before has ended. */
  restart(settings: Settings): Promise<void>
  /** Ends and removes everything. */
  remove(): Promise<void>
}

export interface StandOptions {
  /** Where the data are to be, in place of a new directory. */
  readonly dataDir?: string
  /** Makes the empty directory what it has to be before the server starts on it. */
  readonly prepare?: ((dataDir: string) => Promise<void>) | undefined
  /** Why nothing may stand between the client and one process. */
  readonly direct?: string
}

export type StartStand = (settings: Settings, options: StandOptions) => Promise<Stand>

let other: StartStand | undefined

/** Has the suites of this test file run on another stand than a process on a directory of its own. */
export function standOn(start: StartStand): void {
  other = start
}

export const startStand: StartStand = (settings, options) =>
  (other ?? EmbeddedStand.start)(settings, options)

/**
 * Whether tests are left out here that hold only for one process with a data directory and nothing in front of it; says
 * why. To be given to `test.skipIf`.
 */
export function leftOut(because: string): boolean {
  if (other) console.warn(`left to the embedded store: ${because}`)
  return other !== undefined
}
