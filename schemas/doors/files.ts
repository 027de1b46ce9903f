import { type Static, Type } from '@sinclair/typebox'
import { ref } from '../common.js'
import { FileInfo } from '../file.js'

/** The answer to a replacement or a rename. */
export const FileChanged = Type.Object(
  { message: Type.String({ examples: ['File updated.'] }), file: ref(FileInfo) },
  { $id: 'FileChanged' }
)
export type FileChanged = Static<typeof FileChanged>

/** The answer to a deletion. */
export const FileDeleted = Type.Object(
  { message: Type.String({ examples: ['File deleted.'] }) },
  { $id: 'FileDeleted' }
)
export type FileDeleted = Static<typeof FileDeleted>

/** What `GET /files/{file_id}` takes beside the id; other members are ignored, since links gather them. */
export const DownloadQuery = Type.Object({
  disposition: Type.Optional(
    Type.Unsafe<'attachment' | 'inline'>({
      type: 'string',
      enum: ['attachment', 'inline'],
      default: 'attachment',
      description: '`inline` is honoured for types that cannot run script.',
    })
  ),
})
