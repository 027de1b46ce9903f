import { bytesInWords } from '../../terminal/words.js'

/** What an answer that is no success, or none at all, means for an upload. */
export type Verdict =
  | { readonly kind: 'again' }
  | { readonly kind: 'token'; readonly status: number; readonly detail: string }
  | { readonly kind: 'refused'; readonly why: string; readonly isFinal: boolean }

interface Trouble {
  readonly method: string
  /** 0 when no answer came. */
  readonly status: number
  /** Whether the answer asks for a token. */
  readonly asksForToken: boolean
  readonly body: string
  /** How often it was tried without getting further. */
  readonly attempts: number
}

/** A restart, a lock, too much at once: out of these an upload comes by itself. */
const passing = new Set([0, 408, 409, 423, 425, 429, 502, 503, 504])
/** They may be for good. */
const tries = 4
/** It is the file that is refused, by its name or its size, or whoever sends it. */
const final = new Set([400, 403, 413, 415, 422])

export function verdictOn(trouble: Trouble): Verdict {
  const { status, attempts, asksForToken } = trouble
  if (passing.has(status)) return { kind: 'again' }
  if ((status === 500 || isGone(trouble)) && attempts < tries) return { kind: 'again' }
  if (asksForToken) return { kind: 'token', status, detail: lineIn(trouble.body) }
  return { kind: 'refused', why: reasonFor(trouble), isFinal: final.has(status) }
}

/** The upload ran out while it was sent: it begins anew. */
const isGone = ({ method, status }: Trouble): boolean =>
  method === 'PATCH' && (status === 404 || status === 410)

function reasonFor({ status, body }: Trouble): string {
  if (status === 413) return tooLarge(Number(/limit is (\d+) bytes/.exec(body)?.[1]))
  if (status === 507) return 'The service has no room left for it'
  if (status >= 500) return 'The service failed'
  return lineIn(body) || `The service refused it (${status})`
}

/** Without a limit where nobody tells it. */
export const tooLarge = (limit?: number): string =>
  limit
    ? `Too large for this service, which takes ${bytesInWords(limit)} at most`
    : 'Too large for this service'

/** What the service says, which is one line of text; what stands between may answer with a page. */
function lineIn(body: string): string {
  const line = body.trim()
  return /^[^<{\n]{1,200}$/.test(line) ? line : ''
}
