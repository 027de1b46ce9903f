import { type Static, Type } from '@sinclair/typebox'
import { DisplayName, DownloadCount, FileId, FileSize, MediaType } from '../file.js'

const AbsoluteLink = Type.String({
  description: 'Absolute address of the bytes.',
  examples: ['http://127.0.0.1:8080/file/download/V1StGXR8_Z5jdHi6B-myT'],
})

/** A file as the share door shows it. */
export const SharedFile = Type.Object(
  {
    original_name: DisplayName,
    content_type: MediaType,
    file_size: FileSize,
    download_count: DownloadCount,
    download_link: AbsoluteLink,
  },
  { $id: 'SharedFile' }
)
export type SharedFile = Static<typeof SharedFile>

/** The answer to an upload by the share door. */
export const SharedUpload = Type.Object(
  {
    file_id: FileId,
    original_name: DisplayName,
    content_type: MediaType,
    file_size: FileSize,
    download_link: AbsoluteLink,
  },
  { $id: 'SharedUpload' }
)
export type SharedUpload = Static<typeof SharedUpload>
