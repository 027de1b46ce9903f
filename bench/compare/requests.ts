import { wrk } from '../load/wrk.js'
import type { Session } from './session.js'
import type { Run } from './workload.js'

/** After which the compiler has done most of what it will do. */
const enough = 3000
const patience = 5000

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
  const { seconds } = session.options
  return {
    ...(session.peer.compiles && { warmUp: () => warmUp(drive) }),
    measured: async () => {
      const { requests, seconds: took, p50, p99, p999 } = await drive(options.seconds ?? seconds)
      if (requests === 0) throw new Error(`no answer within ${took} s`)
      return { count: requests, seconds: took, latency: { p50, p99, p999 } }
    },
  }
}

/** What takes so many requests, and not so much time: on a busy machine a second is not enough. */
async function warmUp(
  drive: (seconds: number) => Promise<{ readonly requests: number }>
): Promise<void> {
  const end = performance.now() + patience
  for (let done = 0; done < enough && performance.now() < end; ) {
    done += (await drive(1)).requests
  }
}
