import { createHash } from 'node:crypto'
import { problemTitles } from '../../schemas/problem.js'
import type { Answer } from '../support/answer.js'
import { leakIn } from '../support/leak.js'
import { samples } from './corpus.js'

/** What is wrong with an answer, whatever was asked. */
export function faultsOf(answer: Answer): string[] {
  const { status, text } = answer
  // 501 says that a method is not known, whatever it is; nothing else is the fault of the server.
  if (status >= 500 && status !== 501) return [`${status} ${text}`]
  // What looks like the answer to a HEAD has no body to be looked at.
  if (answer.body.length === 0) return []
  if (status >= 400) return errorFaults(answer).map((fault) => `${status} ${fault}: ${text}`)
  return contentFaults(answer)
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64')

const known = new Map(samples.map(({ content }) => [digestOf(content), content]))

/** A whole content has its digest; a part of one that is known is that part of it. */
function contentFaults(answer: Answer): string[] {
  const digest = /sha-256=:([^:]*):/.exec(answer.get('repr-digest') ?? '')?.[1]
  if (digest === undefined) return []
  if (answer.status === 200) return digestOf(answer.body) === digest ? [] : ['not the content']
  const whole = known.get(digest)
  const [, start, end] = /^bytes (\d+)-(\d+)\/\d+$/.exec(answer.get('content-range') ?? '') ?? []
  if (answer.status !== 206 || !whole) return []
  const part = whole.subarray(Number(start), Number(end) + 1)
  return part.equals(answer.body) ? [] : [`not bytes ${start} to ${end} of the content`]
}

function errorFaults(answer: Answer): string[] {
  if (leakIn(answer.text) !== undefined) return ['tells what is inside']
  if (answer.type === 'text/plain') {
    return /^[ -~]+$/.test(answer.text) ? [] : ['is not one line of plain text']
  }
  if (answer.type !== 'application/problem+json' && answer.type !== 'application/json') {
    return [`is of type ${answer.type}`]
  }
  return problemFaults(answer)
}

function problemFaults(answer: Answer): string[] {
  const problem = parsed(answer)
  if (!problem) return ['is not JSON']
  return [
    ...(Object.hasOwn(problemTitles, String(problem.code)) ? [] : ['has no code']),
    ...(problem.status === answer.status ? [] : ['says another status']),
    ...(problem.detail && problem.title ? [] : ['says nothing']),
    ...(problem.request_id === answer.get('x-request-id') ? [] : ['has another request id']),
  ]
}

function parsed(answer: Answer): Record<string, unknown> | undefined {
  try {
    return answer.json()
  } catch {
    return undefined
  }
}
