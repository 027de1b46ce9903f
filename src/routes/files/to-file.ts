import type { FileInfo } from '../../../schemas/file.js'
import type { FileRecord } from '../../core/file-record.js'
import { isoTime } from '../../http/iso-time.js'
import type { Links } from '../../http/links.js'

/** A record in the words of the files door. */
export function toFile(links: Links, file: FileRecord): FileInfo {
  return {
    file_id: file.id,
    file_name: file.name,
    file_type: file.type,
    file_size: file.size,
    sha256: file.sha256,
    revision: file.revision,
    created_at: isoTime(file.createdAt),
    updated_at: isoTime(file.updatedAt),
    download_count: file.downloadCount,
    download_link: links.file(file),
  }
}
