import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A PostgreSQL that runs, as whoever knows its port can reach it. */
export class PostgresAddress {
  constructor(readonly port: number) {}

  /** The address of a database, by default over no proxy. */
  url(database: string, { port = this.port, password = 'secret-word' } = {}): string {
    return `postgres://filedrop:${password}@127.0.0.1:${port}/${database}`
  }

  /** A new empty database. */
  async createDatabase(): Promise<string> {
    const name = `test_${randomBytes(8).toString('hex')}`
    await this.query(`CREATE DATABASE ${name}`)
    return name
  }

  /** The rows of a statement that no store sends. */
  async query(
    text: string,
    database = 'postgres',
    values: readonly unknown[] = []
  ): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.url(database))
    client.on('error', () => {})
    try {
      await client.connect()
      return (await client.query(text, [...values])).rows
    } finally {
      await client.end()
    }
  }
}
