import type { FileRecord } from '../core/file-record.js'
import { etagOf } from './etag.js'
import type { Links } from './links.js'

/** Where a new file is and which version of it (201). */
export const createdHeaders = (links: Links, file: FileRecord) => ({
  location: links.file(file),
  etag: etagOf(file),
})
