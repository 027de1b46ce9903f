import type { FastifyInstance } from 'fastify'
import { isLoopback } from '../../schemas/config.js'
import { FileError } from '../core/errors.js'
import { countFields } from '../http/count-fields.js'
import { authorityOf } from '../http/decodable-url.js'
import { onRequest } from '../http/on-request.js'

const wellFormed = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::\d{1,5})?$/i

interface RequestHostOptions {
  /** Host name of the public address, when it is known. */
  readonly publicHost: string | undefined
  /**
   * Whether other hosts are refused. They have to be where the service trusts whoever is on this machine: a web site
   * that lets its name point to the loopback address would be taken for one of them (DNS rebinding).
   */
  readonly strict: boolean
}

/**
 * RFC 9112 section 3.2: a request without `Host`, with several, or with one that is no host is 400. One for somebody
 * else is 421 (RFC 9110 section 15.5.20).
 */
export function installRequestHost(app: FastifyInstance, options: RequestHostOptions): void {
  const isOurs = (host: string): boolean => {
    const name = host.toLowerCase().replace(/:\d+$/, '')
    return isLoopback(name.replace(/[[\]]/g, '')) || name === options.publicHost
  }
  onRequest(app, ({ raw, host, originalUrl }) => {
    const count = countFields(raw, 'host')
    const isOnce = count === 1 || (count === 0 && raw.httpVersion === '1.0')
    if (!isOnce || (host && !wellFormed.test(host))) {
      throw new FileError('INVALID_REQUEST', { detail: 'The Host field is missing or malformed' })
    }
    if (!options.strict) return
    // A target in absolute form says by itself whom it is for (RFC 9112 section 3.2.2). What a proxy says the host was
    // is not looked at: a page could say it as well.
    const named = [raw.headers.host, authorityOf(originalUrl)]
    if (!named.every((name) => name === undefined || name === '' || isOurs(name))) {
      throw new FileError('MISDIRECTED_REQUEST', {
        detail: 'The Host is not one of this service; PUBLIC_URL would make it one',
      })
    }
  })
}
