import type { WriteConcernSettings } from 'mongodb'
import type { Database } from './database.js'
import { upsert } from './upsert.js'

/**
 * The time of the database, which every replica goes by: there is no call for it that all servers know but to write it
 * down. By default most of them have to have it, as what is written after it.
 */
export async function serverTime(
  database: Database,
  writeConcern?: WriteConcernSettings
): Promise<Date> {
  const state = await database.run(() =>
    upsert(() =>
      database.state.findOneAndUpdate(
        { _id: 'clock' },
        { $currentDate: { at: true } },
        { upsert: true, returnDocument: 'after', ...(writeConcern && { writeConcern }) }
      )
    )
  )
  return state?.at as Date
}

/** The same in milliseconds, told at once: nothing depends on its being written. */
export async function primaryTime(database: Database): Promise<number> {
  return (await serverTime(database, { w: 1, j: false })).getTime()
}
