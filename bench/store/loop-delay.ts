import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { Figures } from './job.js'

const resolution = 1

/** Watches how long the event loop of this process is held up; calling the result tells it, in milliseconds. */
export function watchLoop(name: string): () => Promise<Figures> {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  return async () => {
    // A delay that lasted until now only counts with the look at its end.
    await setTimeout(5 * resolution)
    histogram.disable()
    if (histogram.count === 0) throw new Error(`nothing was seen of the event loop while ${name}`)
    // What is recorded is the time between two looks, of which the resolution was meant.
    const delay = (nanoseconds: number) => [Math.max(0, nanoseconds / 1e6 - resolution)]
    return {
      [`${name} p50`]: delay(histogram.percentile(50)),
      [`${name} p99`]: delay(histogram.percentile(99)),
      [`${name} max`]: delay(histogram.max),
    }
  }
}
