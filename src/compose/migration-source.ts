import type { MigrationSource } from '../core/ports/migration.js'
import { MigrationError } from '../core/upkeep/migration-error.js'
import { ContentFiles } from '../storage/content/directory/content-files.js'
import { refuseUnfinished } from '../storage/embedded/open-migration.js'
import { openView } from '../storage/embedded/open-view.js'
import { nodeFs } from '../storage/fs/node-fs.js'
import type { PartsOptions } from './migration-parts.js'
import { openDatabase } from './open-metadata.js'
import { s3SettingsOf } from './s3-settings-of.js'

type SourceRecords = Pick<MigrationSource, 'storeId' | 'count' | 'records'>
type SourceContents = Pick<MigrationSource, 'contents' | 'check'>

/**
 * The store of a configuration, to be read. A data directory is not locked, so that it may be on a medium that takes no
 * bytes; that no server works on it is asked now, and that none has is seen at the end.
 */
export async function openMigrationSource(options: PartsOptions): Promise<MigrationSource> {
  const { DATA_DIR: directory, METADATA_STORE, CONTENT_STORE } = options.config
  if (METADATA_STORE === 'json' || CONTENT_STORE === 'directory') {
    await refuseUnfinished(nodeFs, directory)
    if (await openView(nodeFs, directory).isInUse()) {
      throw new MigrationError('in-use', `The source ${directory} is in use: stop its server first`)
    }
  }
  const records = METADATA_STORE === 'json' ? await recordsIn(directory) : await recordsOf(options)
  return { ...records, ...(await contentsOf(options)) }
}

async function recordsIn(directory: string): Promise<SourceRecords> {
  const view = openView(nodeFs, directory)
  const { storeId, count } = (await view.read()).facts
  return {
    storeId,
    count: async () => count,
    async *records() {
      yield* (await view.read()).records()
    },
  }
}

async function recordsOf({ config, report, keep }: PartsOptions): Promise<SourceRecords> {
  const database = keep(await openDatabase(config, report))
  return {
    storeId: await database.storeId(),
    count: async () => (await database.totals()).files,
    records: () => database.records(),
  }
}

async function contentsOf({ config, credentials, keep }: PartsOptions): Promise<SourceContents> {
  if (config.CONTENT_STORE === 'directory') {
    return { contents: new ContentFiles(nodeFs, config.DATA_DIR), check: async () => {} }
  }
  const { S3ContentStore } = await import('../storage/content/s3/s3-content-store.js')
  const objects = keep(
    await S3ContentStore.open(s3SettingsOf(config, credentials), { readOnly: true })
  )
  return {
    contents: {
      find: (key) => objects.find(key),
      open: (key, size) => objects.open(key, { start: 0, end: size - 1, size }),
    },
    check: () => objects.check(),
  }
}
