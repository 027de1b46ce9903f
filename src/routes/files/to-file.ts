import type { FileInfo } from '../../../schemas/file.js'
import type { FileRecord } from '../../core/file-record.js'
import type { Links } from '../../http/links.js'

/** A record in the words of the files door. */
export function toFile(links: Links, file: FileRecord): FileInfo {
  const created = new Date(file.createdAt).toISOString()
  // Most files were never changed, and to put a time into words is a third of the work.
  const isUnchanged = file.updatedAt === file.createdAt
  return {
    file_id: file.id,
    file_name: file.name,
    file_type: file.type,
    file_size: file.size,
    sha256: file.sha256,
    revision: file.revision,
    created_at: created,
    updated_at: isUnchanged ? created : new Date(file.updatedAt).toISOString(),
    download_count: file.downloadCount,
    download_link: links.file(file),
  }
}
