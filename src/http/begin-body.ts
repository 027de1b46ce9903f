import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Tells a client that waits for `100 Continue` to go on (RFC 9110 section 10.1.1). Called at the moment the body is
 * wanted, so that every refusal before it is a final status instead.
 */
export function beginBody(request: FastifyRequest, reply: FastifyReply): void {
  const { httpVersion, headers } = request.raw
  // HTTP/1.0 knows no interim answers.
  if (httpVersion !== '1.0' && headers.expect?.toLowerCase() === '100-continue') {
    reply.raw.writeContinue()
  }
}
