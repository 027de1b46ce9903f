/** What an answer that is no success, or none at all, means for an upload. */
export type Verdict =
  | { readonly kind: 'again' }
  | { readonly kind: 'token'; readonly status: number }
  | { readonly kind: 'refused'; readonly why: string }

interface Trouble {
  readonly method: string
  /** 0 when no answer came. */
  readonly status: number
  readonly body?: string
  /** How often it was tried without getting further. */
  readonly attempts: number
}

/** A restart, a lock, too much at once: out of these an upload comes by itself. */
const passing = new Set([0, 408, 409, 423, 425, 429, 502, 503, 504])
/** They may be for good. */
const tries = 4

export function verdictOn(trouble: Trouble): Verdict {
  const { status, attempts } = trouble
  if (passing.has(status)) return { kind: 'again' }
  if ((status === 500 || isGone(trouble)) && attempts < tries) return { kind: 'again' }
  const { code, detail } = problemIn(trouble.body ?? '')
  if (status === 401 || (status === 403 && code !== 'CROSS_SITE')) return { kind: 'token', status }
  return {
    kind: 'refused',
    why: inWords(trouble) ?? detail ?? `The service refused it (${status})`,
  }
}

/** The upload ran out while it was sent: it begins anew. */
const isGone = ({ method, status }: Trouble): boolean =>
  method === 'PATCH' && (status === 404 || status === 410)

function inWords({ status }: Trouble): string | undefined {
  if (status === 413) return 'Too large for this service'
  if (status === 507) return 'The service has no room left for it'
  if (status === 400) return 'The service does not accept this name'
  return status >= 500 ? 'The service failed' : undefined
}

function problemIn(body: string): { code?: unknown; detail?: string } {
  try {
    const { code, detail } = JSON.parse(body)
    return { code, ...(typeof detail === 'string' && { detail }) }
  } catch {
    return {}
  }
}
