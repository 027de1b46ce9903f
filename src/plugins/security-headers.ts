import type { FastifyInstance } from 'fastify'
import { securityHeaders } from '../http/security-headers.js'

const year = 365 * 24 * 60 * 60

/**
 * What every answer says to browsers, unless the route said it already: nothing in it is a page, nobody may frame or
 * embed it, and it is not to be kept.
 */
export function installSecurityHeaders(app: FastifyInstance, publicUrl: string | undefined): void {
  const headers: [string, string][] = Object.entries(securityHeaders)
  // On plain HTTP it would lock people out of whatever else answers under the same name.
  if (publicUrl?.startsWith('https:')) {
    headers.push(['strict-transport-security', `max-age=${year}`])
  }
  app.addHook('onSend', (_request, reply, _payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value)
    done()
  })
}
