import { createHash, timingSafeEqual } from 'node:crypto'
import type { Scope } from '../../schemas/access.js'

/** Whoever a token was made for. */
export interface Caller {
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

/** SHA-256 of a token, which is all that the service ever holds of it. */
const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The tokens that are in use, from entries `name:scopes:sha256`. */
export class ApiTokens {
  readonly #entries: readonly (Caller & { readonly digest: Buffer })[]

  constructor(entries: readonly string[]) {
    this.#entries = entries.map((entry) => {
      const [name = '', scopes = '', digest = ''] = entry.split(':')
      return {
        name,
        scopes: new Set(scopes.split(',') as Scope[]),
        digest: Buffer.from(digest, 'hex'),
      }
    })
  }

  /** Who shows this token. Takes the same time whether and wherever it is found. */
  callerOf(token: string): Caller | undefined {
    const digest = tokenDigest(token)
    let caller: Caller | undefined
    for (const entry of this.#entries) {
      if (timingSafeEqual(entry.digest, digest)) caller = entry
    }
    return caller
  }
}
