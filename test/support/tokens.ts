import { createHash } from 'node:crypto'

export const scopes = ['upload', 'read', 'list', 'manage'] as const
export type Scope = (typeof scopes)[number]

/** The secret of a token for the tests, which says what it is good for. */
export const secretFor = (granted: readonly Scope[]): string => `fd_test-${granted.join('-')}`

/** What a caller with this secret sends. */
export const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` })

const entry = (granted: readonly Scope[]): string => {
  const digest = createHash('sha256').update(secretFor(granted)).digest('hex')
  return `${granted.join('-') || 'none'}:${granted.join()}:${digest}`
}

/** Tokens with every single scope, with all and with none. */
export const apiTokens = [...scopes.map((scope) => [scope]), [...scopes], []].map(entry).join(' ')

export const everything = bearer(secretFor(scopes))
