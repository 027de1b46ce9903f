import type { FastifyInstance } from 'fastify'

/**
 * Node drops every header field behind the two thousandth without a word, and with it an `If-Match` or a
 * `Content-Encoding`. The size of a header is limited, which limits their number as well.
 */
export function installEveryField(app: FastifyInstance): void {
  app.server.maxHeadersCount = 0
}
