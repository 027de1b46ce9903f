import type { Peer } from '../peers/peer.js'
import type { Session } from './session.js'

export interface Workload {
  /** As in `--only`. */
  readonly name: string
  readonly title: string
  readonly unit: 'request' | 'MB'
  /** Whether `--quick` leaves it out. */
  readonly thorough?: boolean
  /** Whether the peer has the operation. */
  fits?(peer: Peer): boolean
  /** How the peer does it where that is another operation than it is for the others. */
  instead?(peer: Peer): string | undefined
  /** Does what is not measured, and resolves with what is. */
  prepare(session: Session): Promise<Run>
}

export interface Run {
  /** Does the same a little, so that what compiles itself has done so. */
  warmUp?(): Promise<unknown>
  measured(): Promise<Amount>
  after?(): Promise<void>
}

export interface Amount {
  /** Requests or MB. */
  readonly count: number
  readonly seconds: number
  /** Milliseconds. */
  readonly latency?: { readonly p50: number; readonly p99: number; readonly p999: number }
}

/** Workloads on one data directory, which follow each other while the server runs. */
export interface Stage {
  readonly name: string
  readonly title: string
  readonly place: 'memory' | 'disk'
  /** So many files are there at the start, and stay for all rounds. */
  readonly seeded?: number
  readonly workloads: readonly Workload[]
}
