import type { ContentNotes } from '../../../core/ports/content-notes.js'
import type { Database } from './database.js'

const note = `INSERT INTO content_notes (key) VALUES ($1)
ON CONFLICT (key) DO UPDATE SET noted_at = excluded.noted_at`
const strike = 'DELETE FROM content_notes WHERE key = ANY($1)'
const stale = `SELECT key FROM content_notes WHERE noted_at < clock_timestamp() - $1 * interval '1 millisecond'
ORDER BY noted_at, key LIMIT $2`
const noted = 'SELECT key FROM content_notes WHERE key = ANY($1)'
// An unfinished upload is a record of its content as well: its id is the key.
const named = `SELECT content_key AS key FROM files WHERE content_key = ANY($1)
UNION ALL SELECT id FROM unfinished_uploads WHERE id = ANY($1)`

/** Notes that are made apart from a commit; each is a statement, and each may be made again. */
export class ContentNotesTable implements ContentNotes {
  constructor(private readonly database: Database) {}

  async note(key: string): Promise<void> {
    await this.database.run({ name: 'note', text: note, values: [key] })
  }

  async strike(keys: readonly string[]): Promise<void> {
    await this.database.run({ name: 'strike', text: strike, values: [keys] })
  }

  async stale(age: number, limit: number): Promise<string[]> {
    return this.#keys({ name: 'stale', text: stale, values: [age, limit] })
  }

  async noted(keys: readonly string[]): Promise<Set<string>> {
    return new Set(await this.#keys({ name: 'noted', text: noted, values: [keys] }))
  }

  async named(keys: readonly string[]): Promise<Set<string>> {
    return new Set(await this.#keys({ name: 'named', text: named, values: [keys] }))
  }

  async #keys(statement: { name: string; text: string; values: unknown[] }): Promise<string[]> {
    const { rows } = await this.database.run<{ key: string }>(statement)
    return rows.map(({ key }) => key)
  }
}
