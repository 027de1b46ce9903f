import { wrk } from '../load/wrk.js'
import type { Session } from './session.js'
import type { Run } from './workload.js'

interface RequestsOptions {
  /** Asked for anew before each use: names in it are then new as well. */
  readonly requests: () => readonly Buffer[]
  readonly order?: readonly number[]
  readonly connections?: number
  readonly seconds?: number
}

/** Requests of wrk, by 32 clients where nothing else is said. */
export function requests(session: Session, options: RequestsOptions): Run {
  const drive = (seconds: number) =>
    wrk({
      url: session.url,
      requests: options.requests(),
      ...(options.order && { order: options.order }),
      connections: options.connections ?? 32,
      seconds,
    })
  return {
    ...((!session.options.quick || session.peer.compiles) && { warmUp: () => drive(1) }),
    measured: async () => {
      const { requests, seconds, p50, p99, p999 } = await drive(
        options.seconds ?? session.options.seconds
      )
      return { count: requests, seconds, latency: { p50, p99, p999 } }
    },
  }
}
