import type { FileRecord } from '../../core/file-record.js'
import { jsonString } from '../../http/json-string.js'
import type { Links } from '../../http/links.js'
import { toFile } from './to-file.js'

/** What `JSON.stringify(toFile(…))` gives in half the time, which for a long list is nearly all of it. */
export function fileText(links: Links, record: FileRecord): string {
  const file = toFile(links, record)
  return (
    `{"file_id":"${file.file_id}","file_name":${jsonString(file.file_name)}` +
    `,"file_type":${jsonString(file.file_type)},"file_size":${file.file_size}` +
    `,"sha256":"${file.sha256}","revision":${file.revision}` +
    `,"created_at":"${file.created_at}","updated_at":"${file.updated_at}"` +
    `,"download_count":${file.download_count},"download_link":${jsonString(file.download_link)}}`
  )
}
