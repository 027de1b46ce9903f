import { Gauge, Registry } from 'prom-client'
import type { Measure } from '../core/measure.js'
import type { StoreUsage } from '../core/store-usage.js'
import type { Exposition, RequestMeter } from '../http/request-meter.js'
import { ProcessInstruments } from './process-instruments.js'
import { RequestInstruments } from './request-instruments.js'
import { StoreInstruments } from './store-instruments.js'

/** Every figure of the service, to be filled by those who know and read by those who ask. */
export class Metrics implements Exposition {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE
  readonly #registry = new Registry()
  readonly #requests = new RequestInstruments(this.#registry)
  readonly #stores = new StoreInstruments(this.#registry)
  readonly #process = new ProcessInstruments(this.#registry)

  constructor(version: string) {
    new Gauge({
      name: 'filedrop_build_info',
      help: 'Always 1; the label says what runs.',
      labelNames: ['version'],
      registers: [this.#registry],
    }).set({ version }, 1)
  }

  get requests(): RequestMeter {
    return this.#requests
  }

  get measure(): Measure {
    return this.#stores.measure
  }

  /** Shows what the stores hold from now on. */
  watchStores(usage: StoreUsage): void {
    this.#stores.watch(usage)
  }

  async text(): Promise<string> {
    this.#requests.refresh()
    this.#process.refresh()
    await this.#stores.refresh()
    return this.#registry.metrics()
  }
}
