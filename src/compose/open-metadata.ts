import type { Config } from '../../schemas/config.js'
import type { Measure } from '../core/measure.js'
import type { ContentNotes } from '../core/ports/content-notes.js'
import type { Lease } from '../core/ports/lease.js'
import type { MetadataStore, RecordInventory } from '../core/ports/metadata-store.js'
import type { RecordTransfer } from '../core/ports/record-transfer.js'
import type { StoreMark } from '../core/ports/store-mark.js'
import type { UploadLedger } from '../core/ports/upload-ledger.js'
import type { Report } from '../core/report.js'
import { nodeFs } from '../storage/fs/node-fs.js'
import { JsonMetadataStore } from '../storage/metadata/json/json-metadata-store.js'
import type { HeldDirectory } from './hold-directory.js'

/** The metadata store of a configuration. */
interface OpenedMetadata {
  readonly metadata: MetadataStore & RecordInventory
  readonly mark: StoreMark
  /** Where the contents are in no log of this store, so that notes say which of them may be nobody's. */
  readonly notes?: ContentNotes & Lease
  /** Where several processes know of unfinished uploads. */
  readonly ledger?: UploadLedger
  /** Nothing at all is acknowledged any more. */
  abandon(reason: string): void
}

interface Listeners {
  readonly report: Report
  readonly measure: Measure
}

/** The records in the data directory. */
export async function openJsonMetadata(
  { DATA_DIR: directory }: Config,
  { stillOwned, isBackup }: HeldDirectory,
  listeners: Listeners
): Promise<OpenedMetadata> {
  const mayCreate = !isBackup
  const options = { directory, fs: nodeFs, stillOwned, mayCreate, ...listeners }
  const metadata = await JsonMetadataStore.open(options)
  const { storeId } = metadata
  const mark = { storeId: async () => storeId, claim: async () => storeId }
  return { metadata, mark, abandon: (reason) => metadata.abandon(reason) }
}

/** The records in the database that the configuration names. */
export async function openSharedMetadata(config: Config, report: Report): Promise<OpenedMetadata> {
  const store = await openDatabase(config, report)
  return { metadata: store, mark: store, notes: store, ledger: store.uploads, abandon: () => {} }
}

/** All that is kept in a database. */
export type SharedMetadata = MetadataStore &
  RecordTransfer &
  ContentNotes &
  Lease &
  StoreMark & { readonly uploads: UploadLedger }

/** The database that the configuration names. Its driver is loaded here, since nobody else needs it. */
export async function openDatabase(config: Config, report: Report): Promise<SharedMetadata> {
  const timeout = config.METADATA_TIMEOUT
  if (config.METADATA_STORE === 'postgres') {
    const { PostgresMetadataStore } = await import(
      '../storage/metadata/postgres/postgres-metadata-store.js'
    )
    return PostgresMetadataStore.open({
      url: config.POSTGRES_URL ?? '',
      poolSize: config.POSTGRES_POOL_SIZE,
      timeout,
      report,
    })
  }
  const { MongoMetadataStore } = await import('../storage/metadata/mongodb/mongo-metadata-store.js')
  return MongoMetadataStore.open({
    url: config.MONGODB_URL ?? '',
    database: config.MONGODB_DATABASE,
    timeout,
  })
}
