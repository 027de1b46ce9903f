import type { ContentNotes } from '../../../core/ports/content-notes.js'
import type { Database } from './database.js'
import { upsert } from './upsert.js'

export class ContentNotesCollection implements ContentNotes {
  constructor(
    private readonly database: Database,
    private readonly now: () => Promise<Date>
  ) {}

  async note(key: string, ms = this.database.timeout): Promise<void> {
    const { notes } = this.database
    const now = { $currentDate: { at: true } } as const
    await this.database.run(
      () => upsert(() => notes.updateOne({ _id: key }, now, { upsert: true })),
      ms
    )
  }

  async strike(keys: readonly string[]): Promise<void> {
    await this.database.run(() => this.database.notes.deleteMany({ _id: { $in: [...keys] } }))
  }

  async stale(age: number, limit: number): Promise<string[]> {
    const before = new Date((await this.now()).getTime() - age)
    const found = await this.database.run(() =>
      this.database.notes
        .find({ at: { $lt: before } }, { batchSize: limit })
        .sort({ at: 1, _id: 1 })
        .limit(limit)
        .toArray()
    )
    return found.map(({ _id }) => _id)
  }

  async noted(keys: readonly string[]): Promise<Set<string>> {
    const found = await this.database.run(() =>
      this.database.notes.find({ _id: { $in: [...keys] } }).toArray()
    )
    return new Set(found.map(({ _id }) => _id))
  }

  async named(keys: readonly string[]): Promise<Set<string>> {
    const { files, uploads } = this.database
    const $in = [...keys]
    const records = files.find({ contentKey: { $in } }, { projection: { contentKey: 1, _id: 0 } })
    // An unfinished upload is a record of its content as well: its id is the key.
    const unfinished = uploads.find({ _id: { $in } }, { projection: { _id: 1 } })
    const [found, others] = await this.database.run(() =>
      Promise.all([records.toArray(), unfinished.toArray()])
    )
    return new Set([...found.map(({ contentKey }) => contentKey), ...others.map(({ _id }) => _id)])
  }
}
