/** What one workload gave with one server in one round. */
export interface Sample {
  readonly workload: string
  readonly peer: string
  readonly round: number
  /** Requests or MB a second. */
  readonly rate: number
  /** The same until every file had its final place. */
  readonly settledRate: number
  /** Seconds of CPU of the server for a request or MB. */
  readonly cpu: number
  /** Most bytes of memory of the server. */
  readonly memory: number
  /** Milliseconds until the answer. */
  readonly p50?: number
  readonly p99?: number
  readonly p999?: number
}
