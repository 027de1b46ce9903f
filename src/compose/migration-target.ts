import { hasCode } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import { NotedContents } from '../core/noted-contents.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { MigrationTarget } from '../core/ports/migration.js'
import { admitMigration, requireSame } from './admit-migration.js'
import { holdLease } from './migration-lease.js'
import { openParts, type PartsOptions } from './migration-parts.js'
import { noteTimes } from './with-notes.js'

interface TargetOptions extends PartsOptions {
  /** The id of the source. */
  readonly sourceId: string | undefined
}

/** The store of a configuration, to be migrated into. Throws `MigrationError` where it may not be. */
export async function openMigrationTarget(options: TargetOptions): Promise<MigrationTarget> {
  const parts = await openParts(options)
  const { directory, bucket, database } = parts
  const lease = database && options.keep(await holdLease(database))
  const { storeId, isResumed } = await admitMigration(parts, options.sourceId)
  const contents = database
    ? new NotedContents({ contents: parts.contents, notes: database, ...noteTimes })
    : parts.contents
  const adopted: FileRecord[] = []
  return {
    isResumed,
    records: () => database?.records() ?? none(),
    contents,
    async holds({ contentKey: key, size }) {
      // What a janitor may have been told to remove is not to go before its record comes.
      await database?.note(key)
      if (await isThere(contents, key, size)) return true
      await bucket?.abandon(key)
      return false
    },
    async adopt(records) {
      lease?.ensure()
      if (database) await database.adopt(records)
      else adopted.push(...records)
    },
    async finish() {
      lease?.ensure()
      if (!database) await directory?.commit(adopted)
      else if (bucket) requireSame(await database.claim(storeId), storeId)
      await directory?.complete()
    },
  }
}

async function isThere(contents: ContentStore, key: string, size: number): Promise<boolean> {
  try {
    await (await contents.open(key, { start: 0, end: -1, size })).return?.()
    return true
  } catch (error) {
    if (hasCode(error, 'CONTENT_MISSING')) return false
    throw error
  }
}

async function* none(): AsyncGenerator<never> {}
