import { isDeepStrictEqual } from 'node:util'
import type { FileRecord } from '../file-record.js'
import { compareCreation } from '../list-order.js'
import { MigrationError } from './migration-error.js'

interface Compared {
  readonly record: FileRecord
  readonly isThere: boolean
}

/**
 * Walks through two lists of records in order of creation, and tells of each in the first one whether it is in the
 * second. Throws `MigrationError` where the second one has any other record.
 */
export async function* missingRecords(
  wanted: AsyncIterable<FileRecord>,
  found: AsyncIterable<FileRecord>
): AsyncGenerator<Compared> {
  const there = found[Symbol.asyncIterator]()
  let next = await there.next()
  for await (const record of wanted) {
    const place = next.done ? 1 : compareCreation(next.value, record)
    const isThere = place === 0
    if (!next.done && (place < 0 || (isThere && !isDeepStrictEqual(next.value, record)))) {
      refuse(next.value)
    }
    if (isThere) next = await there.next()
    yield { record, isThere }
  }
  if (!next.done) refuse(next.value)
}

function refuse({ id }: FileRecord): never {
  throw new MigrationError(
    'unfit-target',
    `The target has the file ${id}, which the source has not, or not any more as it was: begin again with an empty target`
  )
}
