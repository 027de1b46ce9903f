import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { tokenEntryPattern } from './access.js'
import { bytes, duration, gibi, hour, kibi, list, oneOf } from './settings.js'

/**
 * Every setting: name of the environment variable, type, default and meaning. `.env.example` and
 * docs/configuration.md are generated from it.
 */
export const Config = Type.Object({
  HOST: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    description:
      'Address to listen on. Any other than a loopback address needs `API_TOKENS`, or `ACCESS=open`.',
  }),
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 8080,
    description: 'Port to listen on; 0 takes a free one.',
  }),
  ACCESS: oneOf(
    ['local', 'open'],
    'local',
    '`open` says that everybody who reaches the address may read, write and delete, where there are no tokens.'
  ),
  API_TOKENS: list(
    // After each digest, since scopes have commas between them as well.
    '(?<=:[0-9A-Fa-f]{64})[\\s,;]+',
    Type.String({ pattern: tokenEntryPattern }),
    'Who may do what: entries `name:scopes:sha256`, as `filedrop admin token` prints them, with blanks between. Every request then needs a token.'
  ),
  CORS_ORIGINS: list(
    '[\\s,]+',
    Type.String({ format: 'origin' }),
    'Origins of other web sites whose pages may use the API, such as `https://app.example.com`, with commas between.'
  ),
  DATA_DIR: Type.String({
    minLength: 1,
    default: 'data',
    description: 'Directory of metadata and content, on one local file system.',
  }),
  CONTENT_STORE: oneOf(
    ['directory', 's3'],
    'directory',
    'Where contents are kept: in `DATA_DIR`, or in a bucket of S3 or of a service that speaks its protocol.'
  ),
  S3_ENDPOINT: Type.Optional(
    Type.String({
      format: 'http-url',
      description:
        'Address of the service with the bucket; that of AWS for the region where it is absent.',
    })
  ),
  S3_REGION: Type.String({
    minLength: 1,
    default: 'us-east-1',
    description: 'Region of the bucket. Most other services than AWS take the default.',
  }),
  S3_BUCKET: Type.Optional(
    Type.String({
      format: 'bucket',
      description:
        'Bucket of the contents; `filedrop admin create-bucket` makes it. Credentials are found as by all tools of AWS: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment, a profile, a role.',
    })
  ),
  S3_PREFIX: Type.String({
    format: 'object-prefix',
    default: '',
    description: 'What stands before each key in the bucket, with a slash between.',
  }),
  S3_FORCE_PATH_STYLE: Type.Boolean({
    default: true,
    description: 'Name the bucket in the path and not in the host.',
  }),
  S3_CHECKSUMS: oneOf(
    ['when_supported', 'when_required'],
    'when_supported',
    'Whether uploads carry checksums that services from before 2025 may answer with 501; `when_required` leaves them out.'
  ),
  S3_PART_SIZE: Type.Integer({
    minimum: 5 * kibi * kibi,
    maximum: 5 * gibi,
    default: 5 * kibi * kibi,
    unit: 'bytes',
    description:
      'Bytes that an upload sends at a time and holds in memory meanwhile. One content has at most 10,000 parts.',
  }),
  S3_PARTS_IN_FLIGHT: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 1,
    description: 'Parts of one upload that are on their way at a time.',
  }),
  S3_MAX_SOCKETS: Type.Integer({
    minimum: 1,
    default: 256,
    description: 'Most connections for contents, one each. Up to 32 more are for the rest.',
  }),
  S3_TIMEOUT: duration(
    10_000,
    'Time for the service to answer a call, and to send more of a content that is waited for; a part must be sent in it.',
    100
  ),
  FORCE_UNLOCK: Type.Boolean({
    default: false,
    description:
      'Take over a data directory that was locked from another host which is known to be gone.',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      format: 'http-url',
      description: 'Address under which clients reach the service; links are then absolute.',
    })
  ),
  TRUST_PROXY: Type.Optional(
    Type.String({
      format: 'proxies',
      description:
        'Proxies whose `X-Forwarded-*` counts: addresses or networks with commas between, or the number of hops.',
    })
  ),
  MAX_FILE_SIZE: bytes(10 * gibi, 'Largest content taken; 0 is no limit.'),
  MIN_FREE_SPACE: bytes(
    64 * kibi * kibi,
    'Space left free on the disk: uploads that would go below it get 507.'
  ),
  SMALL_FILE_SIZE: Type.Integer({
    minimum: 0,
    maximum: kibi * kibi,
    default: 64 * kibi,
    unit: 'bytes',
    description:
      'Largest content that is first written to `spool` together with others, with one sync, and gets a file of its own a moment later; 0 gives each its file at once.',
  }),
  SMALL_FILE_BACKLOG: bytes(
    gibi,
    'Most bytes of contents that wait for a file of their own; what comes above it gets one at once.'
  ),
  SMALL_FILE_CACHE: bytes(
    16 * kibi * kibi,
    'Most bytes of contents of up to 64 KiB that are kept in memory once they were read; 0 keeps none.'
  ),
  TUS_EXPIRES_AFTER: duration(
    24 * hour,
    'Time after its creation for which an upload at `/tus` is kept; with `CONTENT_STORE=s3` a day at most.',
    1000
  ),
  MAX_UNFINISHED_UPLOADS: Type.Integer({
    minimum: 0,
    default: 10_000,
    description: 'Most uploads at `/tus` that wait for bytes; a new one then gets 429.',
  }),
  MAX_CONNECTIONS: Type.Integer({
    minimum: 1,
    default: 10_000,
    description: 'Most open connections; more are closed at once.',
  }),
  MAX_CONNECTIONS_PER_ADDRESS: Type.Integer({
    minimum: 0,
    default: 0,
    description:
      'Most open connections of one address (of one /64 network for IPv6) other than a trusted proxy; 0 is no limit.',
  }),
  MAX_PARTS: Type.Integer({
    minimum: 1,
    default: 100,
    description: 'Most parts of one form.',
  }),
  MAX_FIELD_SIZE: bytes(64 * kibi, 'Largest text part of a form, and largest JSON body.'),
  MAX_HEADER_SIZE: bytes(16 * kibi, 'Largest request line and header of a request.', kibi),
  HEADERS_TIMEOUT: duration(15_000, 'Time for a request header to arrive.'),
  BODY_IDLE_TIMEOUT: duration(30_000, 'Longest silence while a body arrives.'),
  MIN_BODY_RATE: bytes(kibi, 'Slowest body in bytes per second; 0 is no limit.'),
  MIN_BODY_RATE_WINDOW: duration(
    60_000,
    'Time over which the rate of a body is measured, while the server waits for it.'
  ),
  WRITE_IDLE_TIMEOUT: duration(60_000, 'Longest time that a client takes nothing of an answer.'),
  KEEP_ALIVE_TIMEOUT: duration(72_000, 'Time that an idle connection is kept open.'),
  SHUTDOWN_GRACE: duration(30_000, 'Time for running transfers to end after SIGTERM.', 0),
  ON_STORE_FAILURE: oneOf(
    ['exit', 'readonly'],
    'exit',
    'After a failed disk sync: end with status 74 once running transfers ended, or go on serving reads.'
  ),
  LOG_LEVEL: oneOf(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'info',
    'Least serious line that is logged.'
  ),
  METADATA_STORE: oneOf(
    ['json', 'mongodb', 'postgres'],
    'json',
    'Where the records are: in `DATA_DIR`, or in a database that several replicas share.'
  ),
  MONGODB_URL: Type.Optional(
    Type.String({
      format: 'mongodb-url',
      description:
        'Address of MongoDB, such as `mongodb://user:password@host/`, with the options of its driver.',
    })
  ),
  MONGODB_DATABASE: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,63}$',
    default: 'filedrop',
    description: 'Database of the records in MongoDB; made where there is none.',
  }),
  POSTGRES_URL: Type.Optional(
    Type.String({
      format: 'postgres-url',
      description:
        'Address of a database of PostgreSQL, such as `postgres://user:password@host/database`.',
    })
  ),
  POSTGRES_POOL_SIZE: Type.Integer({
    minimum: 1,
    maximum: 1000,
    default: 10,
    description: 'Most connections to PostgreSQL at once, of each replica.',
  }),
  METADATA_TIMEOUT: duration(
    5000,
    'Longest time that a call of a shared metadata store takes; a search gets less than half of it.',
    100
  ),
})
export type Config = Static<typeof Config>

/** Whether only this machine can reach an address to listen on, or a host name. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host)

export const configEntries = (): [string, TSchema][] => Object.entries(Config.properties)
