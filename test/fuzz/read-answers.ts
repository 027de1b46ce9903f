import { Answer, fieldValue, parseHead } from '../support/answer.js'

interface Answers {
  readonly answers: readonly Answer[]
  /** The last one ended before it was complete. */
  readonly cut: boolean
}

/**
 * The answers that came over one connection. Throws for what is no HTTP. After a HEAD nobody knows which of the answers
 * has a body, since the requests were spoiled; `mayBeHead` lets one be followed by another answer, or by nothing.
 */
export function readAnswers(received: Buffer, mayBeHead: boolean): Answers {
  const answers: Answer[] = []
  let interim: number[] = []
  let rest = received
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return { answers, cut: true }
    const head = parseHead(rest.toString('latin1', 0, end))
    rest = rest.subarray(end + 4)
    if (head.status < 200) {
      interim.push(head.status)
      continue
    }
    const bodiless = mayBeHead && (rest.length === 0 || startsAnswer(rest))
    const body = bodiless ? { bytes: Buffer.alloc(0), length: 0 } : readBody(head, rest)
    if (!body) return { answers, cut: true }
    answers.push(new Answer({ ...head, interim }, body.bytes))
    interim = []
    rest = rest.subarray(body.length)
  }
  return { answers, cut: interim.includes(100) && answers.length === 0 }
}

const startsAnswer = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 9) === 'HTTP/1.1 '

interface Body {
  readonly bytes: Buffer
  /** What it took on the wire. */
  readonly length: number
}

/** Undefined for a body that is not all there. */
function readBody(head: ReturnType<typeof parseHead>, rest: Buffer): Body | undefined {
  if (head.status === 204 || head.status === 304) return { bytes: Buffer.alloc(0), length: 0 }
  if (fieldValue(head.fields, 'transfer-encoding') === 'chunked') return readChunks(rest)
  const length = fieldValue(head.fields, 'content-length')
  if (length === undefined) return { bytes: rest, length: rest.length }
  if (!/^\d+$/.test(length)) throw new Error(`not a length: ${JSON.stringify(length)}`)
  if (rest.length < Number(length)) return undefined
  return { bytes: rest.subarray(0, Number(length)), length: Number(length) }
}

function readChunks(rest: Buffer): Body | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at)
    if (end < 0) return undefined
    const text = rest.toString('latin1', at, end)
    if (!/^[0-9a-f]+$/i.test(text)) throw new Error(`not a chunk size: ${JSON.stringify(text)}`)
    const size = Number.parseInt(text, 16)
    at = end + 2 + size + 2
    if (at > rest.length) return undefined
    if (size === 0) return { bytes: Buffer.concat(chunks), length: at }
    chunks.push(rest.subarray(end + 2, at - 2))
  }
}
