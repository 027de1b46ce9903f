import { FileService } from '../../../src/core/file-service.js'
import { checkReadiness } from '../../../src/core/readiness.js'
import { reconcile } from '../../../src/core/reconcile.js'
import type { Report } from '../../../src/core/report.js'
import { DirectoryContentStore } from '../../../src/storage/content/directory/directory-content-store.js'
import { isUnfinishedBackup } from '../../../src/storage/embedded/open-backup.js'
import type { Fs } from '../../../src/storage/fs/fs.js'
import type { JournalLimits } from '../../../src/storage/metadata/json/journal-limits.js'
import { JsonMetadataStore } from '../../../src/storage/metadata/json/json-metadata-store.js'

const directory = '/data'

interface Parts {
  readonly metadata: JsonMetadataStore
  readonly contents: DirectoryContentStore
  readonly missing: number
  readonly reports: string[]
}

/** Both stores and the service on them, put together as the server does it, on a file system of the test. */
export class EmbeddedStore {
  readonly metadata: JsonMetadataStore
  readonly contents: DirectoryContentStore
  /** Records whose content was missing at the start. */
  readonly missing: number
  readonly reports: string[]
  readonly service: FileService

  private constructor(parts: Parts) {
    this.metadata = parts.metadata
    this.contents = parts.contents
    this.missing = parts.missing
    this.reports = parts.reports
    const report: Report = (level, message) => this.reports.push(`${level}: ${message}`)
    this.service = new FileService({ ...parts, maxFileSize: 0, report })
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
    try {
      const contents = await DirectoryContentStore.open({
        directory,
        fs,
        minFreeSpace: 0,
        report: guarded,
      })
      const { missing } = await reconcile({
        contents,
        metadata,
        report,
        orphansExpected: isBackup,
      })
      return new EmbeddedStore({ metadata, contents, missing, reports })
    } catch (error) {
      await metadata.close()
      throw error
    }
  }

  readiness() {
    const { metadata, contents } = this
    return checkReadiness({ metadata, contents })
  }

  close(): Promise<void> {
    return this.metadata.close()
  }

  /** Lets go of everything without writing anything more. */
  async kill(): Promise<void> {
    this.metadata.abandon('the test is done with it')
    await this.metadata.close()
  }
}
