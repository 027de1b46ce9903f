import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { parseEnv } from 'node:util'
import { FormatRegistry, type TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { tokenEntryPattern } from '../schemas/access.js'
import { type Config, configEntries, isLoopback } from '../schemas/config.js'

/** Parts that S3 lets one object have. */
const mostParts = 10_000
const day = 24 * 3_600_000

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
FormatRegistry.Set('bucket', (text) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text))
FormatRegistry.Set('object-prefix', (text) => /^([\w-][\w.-]*(\/[\w-][\w.-]*)*)?$/.test(text))
FormatRegistry.Set('mongodb-url', (text) => /^mongodb(\+srv)?:\/\/[^/]/.test(text))
FormatRegistry.Set('postgres-url', isPostgresUrl)

/** The configuration from `.env` in the working directory and the environment, which wins. Throws `ConfigError`. */
export function loadConfig(): Config {
  return parseConfig({ ...readDotEnv(), ...process.env })
}

/** The settings of one of several stores. */
export interface StoreSettings {
  readonly config: Config
  /** Of its bucket; the SDK looks for them where there are none here. */
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
}

/** The settings in a file like `.env` and nothing else. Throws `ConfigError`, with the file in each line. */
export function loadStoreSettings(path: string): StoreSettings {
  const environment = readEnvironment(path)
  try {
    const credentials = credentialsIn(environment)
    return { config: parseConfig(environment), ...(credentials && { credentials }) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(error.mistakes.map((mistake) => `${path}: ${mistake}`))
  }
}

function credentialsIn(environment: Environment): StoreSettings['credentials'] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const { AWS_SESSION_TOKEN: sessionToken } = environment
  if (!accessKeyId && !secretAccessKey) return undefined
  if (!accessKeyId || !secretAccessKey) {
    throw new ConfigError([
      'AWS_ACCESS_KEY_ID: it goes with AWS_SECRET_ACCESS_KEY, and one is absent',
    ])
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
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
  mistakes.push(...contentMistakes(config))
  const digests = config.API_TOKENS.map((entry) => entry.slice(-64).toLowerCase())
  const repeated = digests.findIndex((digest, at) => digests.indexOf(digest) < at)
  if (repeated > 0) {
    mistakes.push(`API_TOKENS: number ${repeated + 1} is for the token of an earlier entry`)
  }
  mistakes.push(...metadataMistakes(config))
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return config
}

function contentMistakes(config: Config): string[] {
  if (config.CONTENT_STORE !== 's3') return []
  const mistakes: string[] = []
  if (config.S3_BUCKET === undefined) {
    mistakes.push('S3_BUCKET: CONTENT_STORE=s3 needs the name of a bucket')
  }
  if (config.MAX_FILE_SIZE > config.S3_PART_SIZE * mostParts) {
    mistakes.push(
      `MAX_FILE_SIZE: a content has at most ${mostParts} parts, and so many of S3_PART_SIZE are less than that`
    )
  }
  if (config.TUS_EXPIRES_AFTER > day) {
    mistakes.push(
      'TUS_EXPIRES_AFTER: with CONTENT_STORE=s3 it is a day at most, since services remove the parts of older uploads'
    )
  }
  return mistakes
}

/** The address that a chosen metadata store needs. One that is wrong counts as there: it has been reported. */
function metadataMistakes({ METADATA_STORE, MONGODB_URL, POSTGRES_URL }: Config): string[] {
  const needed = [
    { store: 'mongodb', name: 'MONGODB_URL', url: MONGODB_URL },
    { store: 'postgres', name: 'POSTGRES_URL', url: POSTGRES_URL },
  ]
  return needed
    .filter(({ store, url }) => store === METADATA_STORE && url === undefined)
    .map(({ store, name }) => `${name}: METADATA_STORE=${store} needs it`)
}

/** What may be meant, and had better be looked at. */
export function configWarnings(config: Config): string[] {
  const warnings: string[] = []
  if (isOpenToOthers(config)) {
    warnings.push(
      'PUBLIC_URL is for others than this machine, and without API_TOKENS nobody is asked who they are'
    )
  }
  const { CONTENT_STORE, S3_BUCKET, S3_ENDPOINT } = config
  if (CONTENT_STORE !== 's3' && (S3_BUCKET ?? S3_ENDPOINT) !== undefined) {
    warnings.push('S3_BUCKET and S3_ENDPOINT mean nothing without CONTENT_STORE=s3')
  }
  const { METADATA_STORE, POSTGRES_URL, MONGODB_URL } = config
  if (METADATA_STORE === 'json' && (POSTGRES_URL ?? MONGODB_URL) !== undefined) {
    warnings.push('POSTGRES_URL and MONGODB_URL mean nothing without METADATA_STORE')
  }
  return warnings
}

function isOpenToOthers({ PUBLIC_URL, API_TOKENS, ACCESS }: Config): boolean {
  const asked = API_TOKENS.length > 0 || ACCESS === 'open' || PUBLIC_URL === undefined
  // Behind a proxy everybody comes from this machine.
  return !asked && !isLoopback(new URL(PUBLIC_URL).hostname.replace(/[[\]]/g, ''))
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
  // An address may have a password in it, that of a database also behind its `?`.
  const isSecret =
    /^(mongodb|postgres)-url$/.test(schema.format) ||
    (schema.format === 'http-url' && text?.includes('@'))
  const got = isSecret ? '' : JSON.stringify(text)
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
    bucket: 'the name of a bucket, 3 to 63 lower-case letters, digits, dots and dashes,',
    'object-prefix':
      'names of letters, digits, dots, dashes and underscores, no dot first, with slashes between',
    'mongodb-url': 'an address such as mongodb://user:password@host/',
    'postgres-url': 'an address such as postgres://user:password@host/database',
  }
  return formats[schema.format] ?? `a ${schema.type}`
}

function readDotEnv(): Environment {
  return existsSync('.env') ? readEnvironment('.env') : {}
}

function readEnvironment(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment
  } catch (error) {
    throw new ConfigError([`${path} cannot be read: ${(error as Error).message}`])
  }
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && search + hash + username + password === ''
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1
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
