import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** Milliseconds between two looks at the clock. */
const resolution = 10
/** Milliseconds. */
const window = 60_000

interface Window {
  readonly histogram: IntervalHistogram
  since: number
}

/** Seconds. */
export interface Delays {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * How long the event loop was held up during the last minute, and up to another one. Two windows take turns, so that
 * reading changes nothing for whoever else reads, and nobody who comes once a minute misses a hiccup.
 */
export class EventLoopDelay {
  #older: Window
  #newer: Window

  constructor(private readonly now: () => number = () => performance.now()) {
    this.#older = this.#open()
    this.#newer = this.#open()
  }

  read(): Delays {
    if (this.now() - this.#newer.since >= window) {
      const spent = this.#older
      this.#older = this.#newer
      this.#newer = spent
      spent.histogram.reset()
      spent.since = this.now()
    }
    const { histogram } = this.#older
    return {
      p50: delay(histogram.percentile(50)),
      p99: delay(histogram.percentile(99)),
      max: delay(histogram.max),
    }
  }

  #open(): Window {
    const histogram = monitorEventLoopDelay({ resolution })
    histogram.enable()
    return { histogram, since: this.now() }
  }
}

/** What is recorded is the time between two looks, of which the resolution was meant. */
const delay = (nanoseconds: number): number => Math.max(0, nanoseconds - resolution * 1e6) / 1e9
