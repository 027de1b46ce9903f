import type { PastRequest } from './past-request.js'

/** One line for each request, also for those that the client broke off. */
export function logRequest({ request, operation, status, aborted, sent, durationMs }: PastRequest) {
  request.log.info(
    {
      reqId: request.id,
      ...(request.caller && { caller: request.caller.name }),
      operation,
      method: request.method,
      path: pathOf(request.originalUrl),
      status,
      bytes: sent,
      durationMs: Math.round(durationMs * 1000) / 1000,
      ...(aborted && { aborted }),
    },
    'request'
  )
}

/**
 * The path alone: in query and fragment callers put what nobody else should read, and so does who writes the whole
 * address with a password in it (RFC 9112 section 3.2.2).
 */
const pathOf = (url: string): string =>
  url.replace(/[?#].*$/s, '').replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '')
