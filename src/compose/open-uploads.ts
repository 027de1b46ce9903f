import type { Config } from '../../schemas/config.js'
import type { ContentStore } from '../core/ports/content-store.js'
import type { MetadataStore } from '../core/ports/metadata-store.js'
import type { UnfinishedUploads } from '../core/ports/unfinished-uploads.js'
import type { Report } from '../core/report.js'
import { ResumableUploads } from '../core/resumable-uploads.js'
import { UploadSweep } from '../core/upkeep/upload-sweep.js'

interface UploadStores {
  readonly uploads: UnfinishedUploads
  readonly contents: ContentStore
  readonly metadata: MetadataStore
  readonly report: Report
}

/** Uploads that come in several requests, with what removes those whose time is over. */
export function openUploads(config: Config, stores: UploadStores) {
  const service = new ResumableUploads({
    ...stores,
    maxFileSize: config.MAX_FILE_SIZE,
    expiresAfter: config.TUS_EXPIRES_AFTER,
    mostUnfinished: config.MAX_UNFINISHED_UPLOADS,
  })
  const sweep = new UploadSweep({ uploads: service, report: stores.report })
  sweep.start()
  return {
    service,
    async close() {
      await sweep.close()
      await stores.uploads.close()
    },
  }
}
