import type { Database } from './database.js'

/** The greatest time in any record: none was created after it was changed. */
export async function lastTime(database: Database): Promise<number> {
  const last = await database.run(() => database.files.findOne({}, { sort: { updatedAt: -1 } }))
  return last?.updatedAt ?? 0
}
