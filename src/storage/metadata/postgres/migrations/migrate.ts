import type { ClientBase, QueryConfig } from 'pg'
import { records } from './0001-records.js'
import { notesAndLeases } from './0002-notes-and-leases.js'
import { storeId } from './0003-store-id.js'
import { unfinishedUploads } from './0004-unfinished-uploads.js'

/** In the order of their numbers, from 1. One that was released is never changed: what it lacks is another one. */
const migrations = [records, notesAndLeases, storeId, unfinishedUploads]

/** Any number that nobody else takes for a lock of this database. */
const lock = 0x66_64_72_70
/** Milliseconds for an index on a large table, or for another replica that builds one. */
const patience = 3_600_000

/**
 * Brings the tables to the newest form, each step once however many replicas start at the same moment: the steps are
 * one transaction under a lock, so that a start that dies in the middle leaves nothing of them.
 */
export async function migrate(client: ClientBase): Promise<void> {
  if ((await applied(client)) === migrations.length) return
  await client.query('BEGIN')
  try {
    await client.query('SET LOCAL statement_timeout = 0')
    await patiently(client, 'SELECT pg_advisory_xact_lock($1)', [lock])
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())'
    )
    const done = await applied(client)
    for (const [i, statements] of migrations.slice(done).entries()) {
      await patiently(client, statements)
      await client.query('INSERT INTO migrations (number) VALUES ($1)', [done + i + 1])
    }
    await patiently(client, 'COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Has the client wait longer than for any other statement. Its types do not know that one can say so. */
async function patiently(client: ClientBase, text: string, values?: unknown[]): Promise<void> {
  await client.query({ text, values, query_timeout: patience } as QueryConfig)
}

async function applied(client: ClientBase): Promise<number> {
  const there = await client.query(`SELECT to_regclass('migrations') IS NOT NULL AS there`)
  if (!there.rows[0].there) return 0
  const { rows } = await client.query('SELECT coalesce(max(number), 0) AS number FROM migrations')
  const { number } = rows[0] as { number: number }
  if (number > migrations.length) throw new Error('its tables are of a later version of Filedrop')
  return number
}
