import { MongoBulkWriteError } from 'mongodb'
import type { FileRecord } from '../../../core/file-record.js'
import type { Database } from './database.js'
import { toDocument } from './file-document.js'

/** Inserts those of the records that are not there; each is a document of its own. */
export async function adoptRecords(
  { files }: Database,
  records: readonly FileRecord[]
): Promise<void> {
  try {
    await files.insertMany(records.map(toDocument), { ordered: false })
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    // Most of them may have been refused for being there: then every refusal is of that kind, and nothing else went wrong.
    const refusals = [error.writeErrors].flat()
    const isComplete = refusals.length > 0 && refusals.every(({ code }) => code === 11_000)
    if (!isComplete || error.result.getWriteConcernError()) throw error
  }
}
