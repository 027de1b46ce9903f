import pg from 'pg'
import { FileError } from '../../../core/errors.js'
import type { Report } from '../../../core/report.js'
import { Database } from './database.js'
import { withoutClient } from './errors.js'
import { migrate } from './migrations/migrate.js'

const bigint = 20

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Most connections at once. */
  readonly poolSize: number
  /** Milliseconds that a call may take. */
  readonly timeout: number
  readonly report: Report
}

/** The database with its tables in their newest form. Throws `STORE_UNAVAILABLE` with one line that says why not. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, poolSize, timeout, report } = options
  const settings = clientSettings(url, timeout)
  try {
    await prepare(settings, report)
  } catch (error) {
    throw new FileError('STORE_UNAVAILABLE', {
      detail: `PostgreSQL ${place(url)} cannot be used: ${reason(error)}`,
    })
  }
  const pool = new pg.Pool({ ...settings, max: poolSize })
  const lost = (error: Error) => {
    report('warn', 'A connection to PostgreSQL was lost', withoutClient(error))
  }
  // Of those that nobody uses. The others say it to whoever uses them, and again as an event.
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Database(pool, timeout)
}

/** Half of the time to come to a connection, half for the answer, and the server gives up before the client does. */
function clientSettings(url: string, timeout: number): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'filedrop',
    connectionTimeoutMillis: timeout / 2,
    query_timeout: timeout / 2,
    statement_timeout: Math.ceil(timeout * 0.4),
    keepAlive: true,
    types: {
      // Sizes and times are below 2^53; the driver gives texts, as not all of this type are.
      getTypeParser: ((oid: number, format: 'text') =>
        oid === bigint
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  }
}

async function prepare(settings: pg.ClientConfig, report: Report): Promise<void> {
  const client = new pg.Client(settings)
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS sync`
    )
    const { commit, sync } = rows[0] as { commit: string; sync: string }
    if (commit === 'off') throw new Error('synchronous_commit is off, so commits would be lost')
    if (sync === 'off') report('warn', 'PostgreSQL runs with fsync off: a power cut loses commits')
    await migrate(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Where it is, without who comes there and how. */
function place(url: string): string {
  const { host, pathname } = new URL(url)
  return `at ${host || 'its socket'}, database ${decodeURIComponent(pathname.slice(1)) || '(none named)'},`
}

function reason(error: unknown): string {
  // Where a host has several addresses there is an error for each, and no text.
  const { message, code } = error as NodeJS.ErrnoException
  return message || code || 'it cannot be reached'
}
