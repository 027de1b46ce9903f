import type { Database } from './database.js'

const text = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS time'

/** The time of the database, in milliseconds. */
export async function databaseTime(database: Database): Promise<number> {
  const { rows } = await database.run<{ time: number }>({ name: 'time', text, values: [] })
  return rows[0]?.time as number
}
