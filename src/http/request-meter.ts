import type { Operation } from '../../schemas/access.js'

/** An operation by its stable name; `unknown` where no route was found, `unparsable` where there was no request. */
export type MeteredOperation = Operation | 'unknown' | 'unparsable'

/** A request that is over. Whatever callers send, each member but `seconds` is one of few. */
export interface CountedRequest {
  readonly operation: MeteredOperation
  readonly method: string
  readonly status: number
  /** The answer did not go out whole. */
  readonly aborted: boolean
  /** Absent where there was no request to take the time of. */
  readonly seconds?: number
}

/** Bytes on the wire, heads and framing included. */
export interface Traffic {
  readonly operation: MeteredOperation
  readonly received: number
  readonly sent: number
}

/** Takes down what happens to requests. */
export interface RequestMeter {
  began(operation: MeteredOperation): void
  /** Undoes one `began`, however the request ended. */
  ended(operation: MeteredOperation): void
  count(request: CountedRequest): void
  add(traffic: Traffic): void
  /** Has this called before figures are read: what is under way is told up to that moment. */
  beforeRead(settle: () => void): void
}

/** All figures as the text that a collector reads. */
export interface Exposition {
  readonly contentType: string
  text(): Promise<string>
}
