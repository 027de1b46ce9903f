import type { FastifyInstance } from 'fastify'

/**
 * Gives every GET route its HEAD (RFC 9110 section 9.3.2) with the same handler, out of the document, where GET
 * stands for both. The framework's own HEAD routes would run downloads to their end; our handlers look at the method.
 */
export function installHeadRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', function (this: FastifyInstance, route) {
    if (route.method !== 'GET') return
    // `path` is an alias of `url` that must not be given beside it; the prefix is in `url` already.
    const { path: _, prefix, url, ...rest } = route
    this.route({
      ...rest,
      method: 'HEAD',
      url: url.slice(prefix.length),
      schema: { ...route.schema, hide: true },
    })
  })
}
