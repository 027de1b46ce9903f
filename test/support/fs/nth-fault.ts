import type { Call, Intercept } from './fault-fs.js'
import { nativeError } from './native-error.js'

export interface FaultPlan {
  /** Which of the calls that it concerns is the first to fail, from 1. */
  readonly nth: number
  readonly forEver: boolean
  /** A native code, or a write that takes but half of what it is given. */
  readonly failure: string
  readonly concerns: (call: Call) => boolean
}

export const shortWrite = 'short write'

/** Makes one call fail, or all from one on, until it ends. */
export class NthFault {
  /** The calls that failed. */
  readonly hits: Call[] = []
  private calls = 0
  private ended = false

  constructor(private readonly plan: FaultPlan) {}

  /** Whether there were so many calls that one of them failed. */
  get happened(): boolean {
    return this.hits.length > 0
  }

  end(): void {
    this.ended = true
  }

  readonly intercept: Intercept = (call) => {
    const { nth, forEver, failure, concerns } = this.plan
    const isShort = failure === shortWrite
    if (this.ended || !concerns(call) || (isShort && call.method !== 'write')) return undefined
    this.calls++
    if (this.calls < nth || (!forEver && this.calls > nth)) return undefined
    this.hits.push(call)
    if (isShort) return Math.floor((call.bytes ?? 0) / 2)
    throw nativeError(failure)
  }
}
