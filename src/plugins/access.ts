import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accessOf } from '../../schemas/access.js'
import { FileError } from '../core/errors.js'
import type { ApiTokens, Caller } from '../http/api-tokens.js'
import { countFields } from '../http/count-fields.js'
import { onRequest } from '../http/on-request.js'

const realm = 'Bearer realm="filedrop"'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with the request. */
    caller: Caller | null
  }
}

/**
 * Lets nobody in without a token that is good for the operation (RFC 6750). What no table knows, such as a path that
 * leads nowhere, needs a token as well, so that a stranger learns nothing from its answer.
 */
export function installAccess(app: FastifyInstance, tokens: ApiTokens | undefined): void {
  app.decorateRequest('caller', null)
  if (!tokens) return
  onRequest(app, (request) => {
    const { operation } = request.routeOptions.config
    const access = operation ? accessOf[operation] : 'token'
    if (access === 'public') return
    const caller = callerOf(request, tokens)
    request.caller = caller
    if (access !== 'token' && !caller.scopes.has(access)) {
      throw new FileError('INSUFFICIENT_SCOPE', {
        detail: `This needs a token with the scope ${access}`,
        facts: { challenge: `${realm}, error="insufficient_scope", scope="${access}"` },
      })
    }
  })
}

/** RFC 6750 section 2.1; the scheme in any case (RFC 9110 section 11.1). */
const credentials = /^bearer +([\w~+/.-]{1,512}=*)$/i

function callerOf({ raw }: FastifyRequest, tokens: ApiTokens): Caller {
  const { authorization: sent } = raw.headers
  if (sent === undefined) throw new FileError('UNAUTHORIZED', { facts: { challenge: realm } })
  const token = countFields(raw, 'authorization') === 1 ? credentials.exec(sent)?.[1] : undefined
  const caller = token === undefined ? undefined : tokens.callerOf(token)
  if (!caller) {
    throw new FileError('UNAUTHORIZED', {
      detail: 'The credentials are not those of a token that is known',
      facts: { challenge: `${realm}, error="invalid_token"` },
    })
  }
  return caller
}
