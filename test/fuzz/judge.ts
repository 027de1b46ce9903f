import type { Answer } from '../support/answer.js'
import type { ApiDocument } from '../support/api-document.js'
import { faultsOf } from './answer-faults.js'
import type { Exchange } from './exchange.js'
import type { FuzzCase } from './fuzz-case.js'
import { readAnswers } from './read-answers.js'

export interface Verdict {
  readonly statuses: readonly number[]
  /** What is wrong with how the server took it; empty when nothing is. */
  readonly complaints: readonly string[]
}

/** What came of one case, held against what may come of any. */
export function judge(fuzzCase: FuzzCase, exchange: Exchange, document: ApiDocument): Verdict {
  const complaints: string[] = []
  if (exchange.end === 'hung') complaints.push('the connection did not come to an end')
  const { answers, cut } = tryRead(fuzzCase, exchange, complaints)
  if (cut && exchange.end === 'closed') complaints.push('an answer was cut short')
  for (const answer of answers) complaints.push(...faultsOf(answer))
  complaints.push(...ofDocument(fuzzCase, answers, document))
  if (answers.length === 0 && deservesAnswer(fuzzCase, exchange)) complaints.push('no answer')
  return { statuses: answers.map(({ status }) => status), complaints }
}

function tryRead({ bytes }: FuzzCase, { received }: Exchange, complaints: string[]) {
  try {
    return readAnswers(received, bytes.includes('HEAD'))
  } catch (error) {
    complaints.push(`an answer is not HTTP: ${(error as Error).message}`)
    return { answers: [], cut: false }
  }
}

/** Whether there was a request. Node knows no way to answer CONNECT, and closes. */
const deservesAnswer = ({ bytes, delivery }: FuzzCase, { end }: Exchange): boolean =>
  end === 'closed' &&
  !delivery.ending.startsWith('leave') &&
  bytes.includes('\r\n\r\n') &&
  !bytes.includes('CONNECT')

/** What is answered before anybody looked for a route, in words that no route has. */
const beforeRouting = new Set([400, 408, 417, 431, 501])

/** Where the first request can still be told, its answer is one that the document knows. */
function ofDocument(
  { bytes, untouched }: FuzzCase,
  answers: readonly Answer[],
  document: ApiDocument
): string[] {
  const [answer] = answers
  if (untouched && answers.length !== 1) return [`${answers.length} answers to one request`]
  const line = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(bytes.toString('latin1', 0, 2000))
  const [, method, target] = line ?? []
  if (!answer || method === undefined || target === undefined) return []
  if (method === 'HEAD' || (beforeRouting.has(answer.status) && !untouched)) return []
  return document.mismatches({ method, target, answer })
}
