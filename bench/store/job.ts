/** Names of what can be measured, each in a process of its own, and of what prepares and drives it. */
export type JobName =
  | 'fill'
  | 'memory'
  | 'operations'
  | 'serving'
  | 'compacting'
  | 'served'
  | 'requests'
  | 'drain'

export interface JobInput {
  readonly job: JobName
  /** How many records there are. */
  readonly records: number
  /** A data directory for this job alone, or the address of a server. */
  readonly place: string
  /** Whether a first impression is enough. */
  readonly quick: boolean
}

/** What was measured: the samples of each figure. */
export type Figures = Readonly<Record<string, readonly number[]>>

export type Job = (input: JobInput) => Promise<Figures>
