import { type Static, Type } from '@sinclair/typebox'

const exampleId = 'V1StGXR8_Z5jdHi6B-myT'

export const FileId = Type.String({
  description: 'The id that the upload was answered with.',
  examples: [exampleId],
})

export const FileIdParams = Type.Object({ file_id: FileId })

export const DisplayName = Type.String({
  description:
    'Display name. The last path segment of what is sent counts, in NFC, 1 to 255 bytes of UTF-8; control characters and bidirectional overrides are refused.',
  examples: ['日本語 report.pdf'],
})

export const MediaType = Type.String({
  description: 'Media type, with its parameters where they were declared.',
  examples: ['application/pdf'],
})

// Without it a number is one of 32 bits in Java, and on small machines in Go.
const int64 = { format: 'int64', minimum: 0 }

export const FileSize = Type.Integer({ ...int64, description: 'Bytes.', examples: [1024] })

export const DownloadCount = Type.Integer({
  ...int64,
  description: 'Downloads that delivered the last byte.',
  examples: [3],
})

const DownloadLink = Type.String({
  description: 'Where the bytes are. Path-absolute unless the service has a public URL.',
  examples: [`/files/${exampleId}`],
})

/** A file as the files door shows it. Later versions add members and never take one away. */
export const FileInfo = Type.Object(
  {
    file_id: FileId,
    file_name: DisplayName,
    file_type: MediaType,
    file_size: FileSize,
    sha256: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the bytes, in hex.',
      examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    }),
    revision: Type.Integer({
      minimum: 1,
      description: '1 at first, one more for each replacement or rename.',
      examples: [1],
    }),
    created_at: Type.String({ format: 'date-time', examples: ['2026-01-31T12:00:00.000Z'] }),
    updated_at: Type.String({ format: 'date-time', examples: ['2026-01-31T12:00:00.000Z'] }),
    download_count: DownloadCount,
    download_link: DownloadLink,
  },
  { $id: 'FileInfo', description: 'A file and what is known of it.' }
)
export type FileInfo = Static<typeof FileInfo>
