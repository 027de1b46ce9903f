import type { FileRecord } from '../../src/core/file-record.js'
import { FileService } from '../../src/core/file-service.js'
import type { Report } from '../../src/core/report.js'
import type { UploadFacts } from '../../src/core/upload.js'
import { MemoryContentStore } from './memory-content-store.js'
import { MemoryMetadataStore } from './memory-metadata-store.js'
import { uploadOf } from './sources.js'

/** The service on stores in memory, with everything that it reports. */
export function serviceInMemory({ maxFileSize = 0, isNoted = false } = {}) {
  const contents = new MemoryContentStore()
  const metadata = new MemoryMetadataStore()
  const reports: Parameters<Report>[] = []
  const report: Report = (...said) => reports.push(said)
  const service = new FileService({ contents, metadata, maxFileSize, report, isNoted })
  /** A file that is there already. */
  const stored = (text: string, facts: UploadFacts = {}): Promise<FileRecord> =>
    service.upload(uploadOf(text, { name: 'a.txt', ...facts }), { publish: true })
  return { service, contents, metadata, reports, stored }
}
