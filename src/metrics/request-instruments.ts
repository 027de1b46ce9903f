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

/** Requests of one operation: how many there are now, and what is not in the registry yet. */
interface Tally {
  /** Undefined as long as there was none: what never became a request is not under way either. */
  underWay: number | undefined
  received: number
  sent: number
  /** By method and status. */
  readonly answers: Map<string, Map<number, Answers>>
}

interface Answers {
  count: number
  readonly observe: (seconds: number) => void
}

/**
 * Counts requests. The names of operations come from the routes, so there are only so many series. What changes with
 * each request is kept aside, where it is cheap, and put into the registry when somebody reads it, which is rare.
 */
export class RequestInstruments implements RequestMeter {
  readonly #settle: (() => void)[] = []
  readonly #tallies = new Map<MeteredOperation, Tally>()
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
    const tally = this.#tallyOf(operation)
    tally.underWay = (tally.underWay ?? 0) + 1
  }

  ended(operation: MeteredOperation): void {
    const tally = this.#tallyOf(operation)
    tally.underWay = (tally.underWay ?? 0) - 1
  }

  count({ operation, method, status, aborted, seconds }: CountedRequest): void {
    const answers = this.#answersOf(operation, method, status)
    answers.count++
    if (aborted) this.#aborted.inc({ operation })
    if (seconds !== undefined) answers.observe(seconds)
  }

  add({ operation, received, sent }: Traffic): void {
    const tally = this.#tallyOf(operation)
    tally.received += received
    tally.sent += sent
  }

  beforeRead(settle: () => void): void {
    this.#settle.push(settle)
  }

  refresh(): void {
    for (const settle of this.#settle) settle()
    for (const [operation, tally] of this.#tallies) {
      if (tally.underWay !== undefined) this.#inFlight.set({ operation }, tally.underWay)
      if (tally.received > 0) this.#received.inc({ operation }, tally.received)
      if (tally.sent > 0) this.#sent.inc({ operation }, tally.sent)
      tally.received = 0
      tally.sent = 0
      for (const [method, byStatus] of tally.answers) {
        for (const [status, answers] of byStatus) {
          this.#requests.inc({ operation, method, status }, answers.count)
          answers.count = 0
        }
      }
    }
  }

  #tallyOf(operation: MeteredOperation): Tally {
    let tally = this.#tallies.get(operation)
    if (!tally) {
      tally = { underWay: undefined, received: 0, sent: 0, answers: new Map() }
      this.#tallies.set(operation, tally)
    }
    return tally
  }

  #answersOf(operation: MeteredOperation, method: string, status: number): Answers {
    const { answers } = this.#tallyOf(operation)
    let byStatus = answers.get(method)
    if (!byStatus) {
      byStatus = new Map()
      answers.set(method, byStatus)
    }
    let found = byStatus.get(status)
    if (!found) {
      const { observe } = this.#durations.labels(operation, `${Math.trunc(status / 100)}xx`)
      found = { count: 0, observe }
      byStatus.set(status, found)
    }
    return found
  }
}
