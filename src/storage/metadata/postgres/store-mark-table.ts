import type { StoreMark } from '../../../core/ports/store-mark.js'
import type { Database } from './database.js'

const read = 'SELECT id FROM store'
const claim = 'INSERT INTO store (id) VALUES ($1) ON CONFLICT DO NOTHING'

export class StoreMarkTable implements StoreMark {
  constructor(private readonly database: Database) {}

  async storeId(): Promise<string | undefined> {
    const statement = { name: 'store-id', text: read, values: [] }
    return (await this.database.run<{ id: string }>(statement)).rows[0]?.id
  }

  async claim(id: string): Promise<string> {
    await this.database.run({ name: 'claim', text: claim, values: [id] })
    return (await this.storeId()) ?? id
  }
}
