import { Counter, Gauge, type Registry } from 'prom-client'
import { EventLoopDelay } from './event-loop-delay.js'

/**
 * What dashboards for any Node process look at, under the names that they know. The defaults of the library hold
 * more, among them gauges that are named like counters, which checkers refuse.
 */
export class ProcessInstruments {
  readonly #delay = new EventLoopDelay()
  readonly #cpu: Counter
  readonly #memory: Gauge
  readonly #p50: Gauge
  readonly #p99: Gauge
  readonly #max: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    this.#cpu = new Counter({
      name: 'process_cpu_seconds_total',
      help: 'CPU time that the process has used.',
      registers,
    })
    this.#memory = new Gauge({
      name: 'process_resident_memory_bytes',
      help: 'Memory that the process has.',
      registers,
    })
    new Gauge({
      name: 'process_start_time_seconds',
      help: 'When the process started, since the epoch.',
      registers,
    }).set(Math.round(performance.timeOrigin) / 1000)
    const lag = (name: string, what: string) =>
      new Gauge({
        name: `nodejs_eventloop_lag_${name}_seconds`,
        help: `Delay of the event loop over the last one to two minutes, ${what}.`,
        registers,
      })
    this.#p50 = lag('p50', 'median')
    this.#p99 = lag('p99', '99th percentile')
    this.#max = lag('max', 'longest')
  }

  refresh(): void {
    const { user, system } = process.cpuUsage()
    this.#cpu.reset()
    this.#cpu.inc((user + system) / 1e6)
    this.#memory.set(process.memoryUsage.rss())
    const { p50, p99, max } = this.#delay.read()
    this.#p50.set(p50)
    this.#p99.set(p99)
    this.#max.set(max)
  }
}
