import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type {
  CountedRequest,
  MeteredOperation,
  RequestMeter,
  Traffic,
} from '../http/request-meter.js'

/** Seconds: from an answer out of memory to a large file on a slow line. */
const buckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1200,
]

/** Counts requests. The names of operations come from the routes, so there are only so many series. */
export class RequestInstruments implements RequestMeter {
  readonly #settle: (() => void)[] = []
  /** By operation; kept aside, since it changes twice for each request and is read rarely. */
  readonly #underWay = new Map<string, number>()
  readonly #requests: Counter<'operation' | 'method' | 'status'>
  readonly #aborted: Counter<'operation'>
  readonly #durations: Histogram<'operation' | 'status_class'>
  readonly #inFlight: Gauge<'operation'>
  readonly #received: Counter<'operation'>
  readonly #sent: Counter<'operation'>

  constructor(registry: Registry) {
    const registers = [registry]
    const labelNames = ['operation'] as const
    this.#requests = new Counter({
      name: 'filedrop_http_requests_total',
      help: 'Requests that are over; status 499 where the client left before it was answered.',
      labelNames: ['operation', 'method', 'status'],
      registers,
    })
    this.#aborted = new Counter({
      name: 'filedrop_http_requests_aborted_total',
      help: 'Requests whose answer did not go out whole.',
      labelNames,
      registers,
    })
    this.#durations = new Histogram({
      name: 'filedrop_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer, both bodies included.',
      labelNames: ['operation', 'status_class'],
      buckets,
      registers,
    })
    this.#inFlight = new Gauge({
      name: 'filedrop_http_requests_in_flight',
      help: 'Requests under way, transfers among them.',
      labelNames,
      registers,
    })
    this.#received = new Counter({
      name: 'filedrop_http_received_bytes_total',
      help: 'Bytes received, heads and framing included, those of running requests too.',
      labelNames,
      registers,
    })
    this.#sent = new Counter({
      name: 'filedrop_http_sent_bytes_total',
      help: 'Bytes sent, heads and framing included, those of running requests too.',
      labelNames,
      registers,
    })
  }

  began(operation: MeteredOperation): void {
    this.#underWay.set(operation, (this.#underWay.get(operation) ?? 0) + 1)
  }

  ended(operation: MeteredOperation): void {
    this.#underWay.set(operation, (this.#underWay.get(operation) ?? 0) - 1)
  }

  count({ operation, method, status, aborted, seconds }: CountedRequest): void {
    this.#requests.inc({ operation, method, status })
    if (aborted) this.#aborted.inc({ operation })
    if (seconds === undefined) return
    this.#durations.observe({ operation, status_class: `${Math.trunc(status / 100)}xx` }, seconds)
  }

  add({ operation, received, sent }: Traffic): void {
    if (received > 0) this.#received.inc({ operation }, received)
    if (sent > 0) this.#sent.inc({ operation }, sent)
  }

  beforeRead(settle: () => void): void {
    this.#settle.push(settle)
  }

  refresh(): void {
    for (const settle of this.#settle) settle()
    for (const [operation, count] of this.#underWay) this.#inFlight.set({ operation }, count)
  }
}
