import type { FastifyRequest } from 'fastify'
import type { MeteredOperation } from './request-meter.js'

/** A request whose answer is over, however that came. */
export interface PastRequest {
  readonly request: FastifyRequest
  readonly operation: MeteredOperation
  readonly status: number
  /** The answer did not go out whole. */
  readonly aborted: boolean
  /** Bytes of the answer, its head included. */
  readonly sent: number
  readonly durationMs: number
}
