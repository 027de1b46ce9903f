import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Figures } from './job.js'

const resolution = 1

/** Watches how long the event loop of this process is held up; calling the result tells it, in milliseconds. */
export function watchLoop(name: string): () => Figures {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  return () => {
    histogram.disable()
    // What is recorded is the time between two looks, of which the resolution was meant.
    const delay = (nanoseconds: number) => [Math.max(0, nanoseconds / 1e6 - resolution)]
    return {
      [`${name} p50`]: delay(histogram.percentile(50)),
      [`${name} p99`]: delay(histogram.percentile(99)),
      [`${name} max`]: delay(histogram.max),
    }
  }
}
