import type { FileInfo } from '../../../schemas/file.js'
import type { FileRecord } from '../../core/file-record.js'
import type { Links } from '../../http/links.js'

/** A record in the words of the files door. */
export const toFile = (links: Links, file: FileRecord): FileInfo => ({
  file_id: file.id,
  file_name: file.name,
  file_type: file.type,
  file_size: file.size,
  sha256: file.sha256,
  revision: file.revision,
  created_at: new Date(file.createdAt).toISOString(),
  updated_at: new Date(file.updatedAt).toISOString(),
  download_count: file.downloadCount,
  download_link: links.file(file),
})
