import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** What nginx logs for a client that left before it was answered; no such status is ever sent. */
const clientClosedRequest = 499

export interface Outcome {
  readonly status: number
  /** The answer did not go out whole. */
  readonly aborted: boolean
}

const writtenByHand = new WeakMap<ServerResponse, number>()

/** Notes an answer that was written to the connection past its response, which then knows nothing of it. */
export function noteAnswer(reply: FastifyReply, status: number): void {
  writtenByHand.set(reply.raw, status)
}

/** How an answer ended, once it is over. */
export function outcomeOf({ raw }: FastifyReply): Outcome {
  const byHand = writtenByHand.get(raw)
  if (byHand !== undefined) return { status: byHand, aborted: false }
  const status = raw.headersSent ? raw.statusCode : clientClosedRequest
  return { status, aborted: !raw.writableFinished }
}
