import type { StoreSettings } from '../config.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { Report } from '../core/report.js'
import type { S3ContentStore } from '../storage/content/s3/s3-content-store.js'
import { type MigratedDirectory, openMigration } from '../storage/embedded/open-migration.js'
import { nodeFs } from '../storage/fs/node-fs.js'
import type { Keep } from './keep-open.js'
import { openDatabase, type SharedMetadata } from './open-metadata.js'
import { s3SettingsOf } from './s3-settings-of.js'

export interface PartsOptions extends StoreSettings {
  readonly report: Report
  readonly keep: Keep
}

/** The systems of a target; which of them there are follows from its configuration. */
export interface MigrationParts {
  /** Where records or contents are in the data directory. */
  readonly directory: MigratedDirectory | undefined
  readonly bucket: S3ContentStore | undefined
  /** Where the records are not in the data directory. */
  readonly database: SharedMetadata | undefined
  /** The bucket, or what is in the directory. */
  readonly contents: ContentStore
}

export async function openParts(options: PartsOptions): Promise<MigrationParts> {
  const { config, credentials, report, keep } = options
  const { DATA_DIR, MIN_FREE_SPACE: minFreeSpace, METADATA_STORE, CONTENT_STORE } = config
  const fs = nodeFs
  const usesDirectory = METADATA_STORE === 'json' || CONTENT_STORE === 'directory'
  const database = METADATA_STORE === 'json' ? undefined : keep(await openDatabase(config, report))
  let bucket: S3ContentStore | undefined
  if (CONTENT_STORE === 's3') {
    const { S3ContentStore } = await import('../storage/content/s3/s3-content-store.js')
    bucket = keep(await S3ContentStore.open(s3SettingsOf(config, credentials)))
  }
  // Last, since it makes the directory.
  const directory = usesDirectory
    ? keep(await openMigration({ fs, directory: DATA_DIR, minFreeSpace, report }))
    : undefined
  const contents = (bucket ?? directory?.contents) as ContentStore
  return { directory, bucket, database, contents }
}
