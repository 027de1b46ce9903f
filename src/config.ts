import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { parseEnv } from 'node:util'
import { FormatRegistry, type TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { tokenEntryPattern } from '../schemas/access.js'
import { type Config, configEntries, isLoopback } from '../schemas/config.js'

type Environment = Record<string, string | undefined>

/** All that is wrong with the configuration, one line for each mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'))
  }
}

FormatRegistry.Set('http-url', isHttpUrl)
FormatRegistry.Set('origin', isOrigin)
FormatRegistry.Set('proxies', areProxies)

/** The configuration from `.env` in the working directory and the environment, which wins. Throws `ConfigError`. */
export function loadConfig(): Config {
  return parseConfig({ ...readDotEnv(), ...process.env })
}

/** Every setting from the text of its variable, or its default. Empty variables count as absent. */
export function parseConfig(environment: Environment): Config {
  const values: Record<string, unknown> = {}
  const mistakes: string[] = []
  for (const [name, schema] of configEntries()) {
    const text = environment[name]?.trim()
    const value = text ? fromText(text, schema) : schema.default
    if (value === undefined) continue
    values[name] = value
    const wrong = Value.Errors(schema, value).First()
    if (wrong) mistakes.push(`${name}: ${mistakeIn(schema, wrong.path, text)}`)
  }
  const config = values as Config
  const guarded = config.ACCESS === 'open' || config.API_TOKENS.length > 0
  if (!isLoopback(config.HOST) && !guarded) {
    mistakes.push(
      `HOST: ${config.HOST} can be reached from other machines, and everybody there could read, write and delete; API_TOKENS asks who they are, ACCESS=open says that this is meant`
    )
  }
  const digests = config.API_TOKENS.map((entry) => entry.slice(-64).toLowerCase())
  const repeated = digests.findIndex((digest, at) => digests.indexOf(digest) < at)
  if (repeated > 0) {
    mistakes.push(`API_TOKENS: number ${repeated + 1} is for the token of an earlier entry`)
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return config
}

/** What may be meant, and had better be looked at. */
export function configWarnings({ PUBLIC_URL, API_TOKENS, ACCESS }: Config): string[] {
  const asked = API_TOKENS.length > 0 || ACCESS === 'open' || PUBLIC_URL === undefined
  // Behind a proxy everybody comes from this machine.
  if (asked || isLoopback(new URL(PUBLIC_URL).hostname.replace(/[[\]]/g, ''))) return []
  return [
    'PUBLIC_URL is for others than this machine, and without API_TOKENS nobody is asked who they are',
  ]
}

const units: Record<string, Record<string, number>> = {
  bytes: { '': 1, b: 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 },
  ms: { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
}

/** The value that a text stands for; the text itself where it stands for none, which no schema then accepts. */
function fromText(text: string, schema: TSchema): unknown {
  if (schema.type === 'boolean') return { true: true, false: false }[text] ?? text
  if (schema.type === 'array') return text.split(new RegExp(schema.separator))
  if (schema.type !== 'integer') return text
  const [, digits = '', unit = ''] = /^(\d{1,15})\s*([a-z]*)$/i.exec(text) ?? []
  const factor = (units[schema.unit] ?? { '': 1 })[unit.toLowerCase()]
  return digits === '' || factor === undefined ? text : Number(digits) * factor
}

/** What was expected and what came instead, except where that may be a secret. */
function mistakeIn(schema: TSchema, path: string, text?: string): string {
  if (schema.items?.pattern === tokenEntryPattern) {
    return `entries name:scopes:sha256 expected, as \`filedrop admin token\` prints them; number ${Number(path.slice(1)) + 1} is none`
  }
  // An address may have a password in it.
  const got = schema.format === 'http-url' && text?.includes('@') ? '' : JSON.stringify(text)
  return `${expectation(schema.items ?? schema)} expected${got && `, got ${got}`}`
}

function expectation(schema: TSchema): string {
  if (schema.values) return `one of ${schema.values.join(', ')}`
  const { minimum, maximum } = schema
  if (schema.unit === 'bytes') return `a number of bytes such as 512MiB, at least ${minimum},`
  if (schema.unit === 'ms') return `a duration such as 30s, at least ${minimum}ms,`
  if (schema.type === 'integer') {
    return `a whole number ${maximum === undefined ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`}`
  }
  const formats: Record<string, string> = {
    'http-url': 'an http or https address without user, query or fragment',
    origin: 'origins such as https://app.example.com',
    proxies: 'addresses, networks or a number of hops',
  }
  return formats[schema.format] ?? `a ${schema.type}`
}

function readDotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8')) as Environment
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError([`.env cannot be read: ${(error as Error).message}`])
  }
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && search + hash + username + password === ''
}

function isOrigin(text: string): boolean {
  // A star would be taken for a name, and then match nothing.
  return isHttpUrl(text) && !text.includes('*') && new URL(text).pathname === '/'
}

function areProxies(text: string): boolean {
  if (/^\d{1,2}$/.test(text)) return true
  return text.split(',').every((entry) => {
    const [address = '', bits, more] = entry.trim().split('/')
    const version = isIP(address)
    if (version === 0 || more !== undefined) return false
    return (
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
    )
  })
}
