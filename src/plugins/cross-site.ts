import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { onRequest } from '../http/on-request.js'

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

interface CrossSiteOptions {
  /** The address under which clients reach the service, when it is known. */
  readonly publicUrl: string | undefined
  /** Origins whose pages may use the API. */
  readonly origins: ReadonlySet<string>
}

/**
 * A browser sends whatever any page asks it to, to the loopback address as well. What changes something is refused
 * when the browser says that another site is behind it.
 */
export function installCrossSite(app: FastifyInstance, options: CrossSiteOptions): void {
  const ours = options.publicUrl && new URL(options.publicUrl).host
  onRequest(app, (request) => {
    if (!changing.has(request.method)) return
    const { origin, 'sec-fetch-site': site } = request.headers
    if (origin !== undefined && options.origins.has(origin)) return
    if (site === 'cross-site' || (origin !== undefined && !isOwn(origin, request, ours))) {
      throw new FileError('CROSS_SITE')
    }
  })
}

/** Whether a page of ours is behind it. By which scheme it was loaded only a proxy may know. */
function isOwn(origin: string, request: FastifyRequest, ours: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host !== '' && (host === ours || host === request.host.toLowerCase())
}
