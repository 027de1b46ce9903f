import type { StoreMark } from '../../../core/ports/store-mark.js'
import type { Database } from './database.js'
import { upsert } from './upsert.js'

export class StoreMarkDocument implements StoreMark {
  constructor(private readonly database: Database) {}

  async storeId(): Promise<string | undefined> {
    const found = await this.database.run(() => this.database.state.findOne({ _id: 'store' }))
    return found?.storeId
  }

  async claim(storeId: string): Promise<string> {
    const { state } = this.database
    const mark = { $setOnInsert: { storeId } }
    const options = { upsert: true, returnDocument: 'after' } as const
    const found = await this.database.run(() =>
      upsert(() => state.findOneAndUpdate({ _id: 'store' }, mark, options))
    )
    return found?.storeId ?? storeId
  }
}
