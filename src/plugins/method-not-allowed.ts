import { METHODS } from 'node:http'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { FileError } from '../core/errors.js'

interface KnownPath {
  readonly methods: Set<string>
  readonly config: RouteOptions['config']
}

/**
 * Makes every known path answer 405 with `Allow` to the methods it does not have, before the body is looked at
 * (RFC 9110 section 15.5.6). Returns what has to be called once all routes are registered.
 */
export function collectMethods(app: FastifyInstance): (scope: FastifyInstance) => void {
  const known = new Set(app.supportedMethods)
  // CONNECT never becomes a request. The others are known to the parser, so they deserve a 405 as well.
  for (const name of METHODS) if (!known.has(name) && name !== 'CONNECT') app.addHttpMethod(name)
  const paths = new Map<string, KnownPath>()
  app.addHook('onRoute', ({ method, url, config }) => {
    const path = paths.get(url) ?? { methods: new Set<string>(), config }
    paths.set(url, path)
    for (const name of [method].flat()) path.methods.add(name)
  })
  return (scope) => {
    for (const [url, { methods, config }] of [...paths]) {
      const allow = [...methods].sort()
      const missing = scope.supportedMethods.filter((method) => !methods.has(method))
      scope.route({
        method: missing,
        url,
        schema: { hide: true },
        config: { ...config, operation: 'methodNotAllowed' },
        onRequest: async () => {
          throw new FileError('METHOD_NOT_ALLOWED', {
            detail: `Supported: ${allow.join(', ')}`,
            facts: { allow },
          })
        },
        handler: async () => {},
      })
    }
  }
}
