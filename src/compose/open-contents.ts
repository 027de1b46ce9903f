import type { Config } from '../../schemas/config.js'
import type { Measure } from '../core/measure.js'
import type { ContentInventory, ContentStore } from '../core/ports/content-store.js'
import type { ContentSweep } from '../core/ports/content-sweep.js'
import type { StoreMark } from '../core/ports/store-mark.js'
import type { UnfinishedUploads } from '../core/ports/unfinished-uploads.js'
import type { Report } from '../core/report.js'
import { openSpooledContents } from '../storage/content/directory/spool/open-spooled-contents.js'
import { SyncPolicy } from '../storage/content/directory/sync-policy.js'
import { UnfinishedFiles } from '../storage/content/directory/unfinished/unfinished-files.js'
import { nodeFs } from '../storage/fs/node-fs.js'
import { s3SettingsOf } from './s3-settings-of.js'

/** The content store of a configuration. */
interface OpenedContents {
  readonly contents: ContentStore
  /** Where a start can look through all keys, and put aside what no record names. */
  readonly inventory?: ContentInventory
  readonly sweep: ContentSweep
  /** Where contents are in a place that other records could name by mistake. */
  readonly mark?: StoreMark
  /** Uploads that come in several requests, beside these contents; before anybody puts aside what has no record. */
  openUnfinished?(hasRecord: (id: string) => Promise<boolean>): Promise<UnfinishedUploads>
  close(): Promise<void>
}

interface Listeners {
  readonly report: Report
  readonly measure: Measure
}

/** Opens the content store that the configuration names. */
export async function openContents(config: Config, listeners: Listeners): Promise<OpenedContents> {
  if (config.CONTENT_STORE === 's3') {
    // The SDK is large, and nobody else needs it.
    const { S3ContentStore } = await import('../storage/content/s3/s3-content-store.js')
    const objects = await S3ContentStore.open(s3SettingsOf(config))
    return {
      contents: objects,
      sweep: objects,
      mark: objects.mark,
      close: () => objects.close(),
    }
  }
  const { report, measure } = listeners
  const place = { directory: config.DATA_DIR, fs: nodeFs, policy: new SyncPolicy(report, measure) }
  const files = await openSpooledContents({
    ...place,
    minFreeSpace: config.MIN_FREE_SPACE,
    largest: config.SMALL_FILE_SIZE,
    backlog: config.SMALL_FILE_BACKLOG,
    ...listeners,
  })
  return {
    contents: files,
    inventory: files,
    sweep: sweepOf(files),
    openUnfinished: (hasRecord) =>
      UnfinishedFiles.open({
        ...place,
        ensureSpace: () => files.ensureSpace(0),
        hasRecord,
        report,
      }),
    close: () => files.close(),
  }
}

/** What uploads left is removed by the next start, which also puts aside whatever no record names. */
const sweepOf = (files: ContentStore): ContentSweep => ({
  async abandon(key) {
    await files.delete(key)
  },
  async *objects() {},
})
