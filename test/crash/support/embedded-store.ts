import { setImmediate as turn } from 'node:timers/promises'
import { FileService } from '../../../src/core/file-service.js'
import { checkReadiness } from '../../../src/core/readiness.js'
import { reconcile } from '../../../src/core/reconcile.js'
import type { Report } from '../../../src/core/report.js'
import { ResumableUploads } from '../../../src/core/resumable-uploads.js'
import { openSpooledContents } from '../../../src/storage/content/directory/spool/open-spooled-contents.js'
import type { SpooledContentStore } from '../../../src/storage/content/directory/spool/spooled-content-store.js'
import { SyncPolicy } from '../../../src/storage/content/directory/sync-policy.js'
import { UnfinishedFiles } from '../../../src/storage/content/directory/unfinished/unfinished-files.js'
import { isUnfinishedBackup } from '../../../src/storage/embedded/open-backup.js'
import type { Fs } from '../../../src/storage/fs/fs.js'
import type { JournalLimits } from '../../../src/storage/metadata/json/journal-limits.js'
import { JsonMetadataStore } from '../../../src/storage/metadata/json/json-metadata-store.js'

const directory = '/data'
/** Most bytes of a content that waits in the spool: some of the workloads' do, and some get a file at once. */
const largestSpooled = 600

interface Parts {
  readonly metadata: JsonMetadataStore
  readonly contents: SpooledContentStore
  readonly unfinished: UnfinishedFiles
  readonly missing: number
  readonly reports: string[]
}

/** Both stores and the service on them, put together as the server does it, on a file system of the test. */
export class EmbeddedStore {
  readonly metadata: JsonMetadataStore
  readonly contents: SpooledContentStore
  /** Records whose content was missing at the start. */
  readonly missing: number
  readonly reports: string[]
  readonly service: FileService
  readonly uploads: ResumableUploads

  private constructor(parts: Parts) {
    this.metadata = parts.metadata
    this.contents = parts.contents
    this.missing = parts.missing
    this.reports = parts.reports
    const report: Report = (level, message) => this.reports.push(`${level}: ${message}`)
    const options = { ...parts, uploads: parts.unfinished, maxFileSize: 0, report }
    this.service = new FileService(options)
    this.uploads = new ResumableUploads({
      ...options,
      expiresAfter: 3_600_000,
      mostUnfinished: 100,
    })
  }

  static async open(fs: Fs, limits: Partial<JournalLimits> = {}): Promise<EmbeddedStore> {
    const reports: string[] = []
    let records: JsonMetadataStore | undefined
    const report: Report = (level, message, cause) => {
      reports.push(`${level}: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`)
    }
    const guarded: Report = (level, message, cause) => {
      report(level, message, cause)
      if (level === 'fatal') records?.abandon(message)
    }
    await fs.makeDirectory(directory)
    const isBackup = await isUnfinishedBackup(fs, directory)
    const metadata = await JsonMetadataStore.open({
      directory,
      fs,
      mayCreate: !isBackup,
      report,
      limits: { quiet: 3_600_000, retry: 3_600_000, ...limits },
    })
    records = metadata
    let contents: SpooledContentStore | undefined
    try {
      const place = { directory, fs, policy: new SyncPolicy(guarded, () => {}) }
      const spooled = await openSpooledContents({
        ...place,
        minFreeSpace: 0,
        largest: largestSpooled,
        backlog: 10_000,
        report: guarded,
        measure: () => {},
      })
      contents = spooled
      const unfinished = await UnfinishedFiles.open({
        ...place,
        ensureSpace: () => spooled.ensureSpace(0),
        hasRecord: async (id) => (await metadata.get(id)) !== undefined,
        report,
      })
      const { missing } = await reconcile({
        contents,
        metadata,
        report,
        orphansExpected: isBackup,
      })
      return new EmbeddedStore({ metadata, contents, unfinished, missing, reports })
    } catch (error) {
      await contents?.close()
      await metadata.close()
      throw error
    }
  }

  readiness() {
    const { metadata, contents } = this
    return checkReadiness({ metadata, contents })
  }

  async close(): Promise<void> {
    await this.contents.close()
    await this.metadata.close()
  }

  /** Lets go of everything; of the records nothing more is written. */
  async kill(): Promise<void> {
    this.metadata.abandon('the test is done with it')
    await this.close()
  }

  /** Resolves when every content has a file of its own. */
  async settled(): Promise<void> {
    while (this.contents.waiting > 0) await turn()
  }
}
