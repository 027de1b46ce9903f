import { type Static, Type } from '@sinclair/typebox'
import { Binary, strict } from './common.js'
import { ConditionHeaders } from './responses.js'

// Optional members of requests have no examples: Swagger UI would send them unasked. For parts of forms it even makes
// one up, unless there is an empty one.
const leftOut = { examples: [''] }

const nameField = Type.Optional(
  Type.String({
    description:
      'Display name, in place of the `filename` of the file part; before or after it. Left blank it counts as not sent.',
    ...leftOut,
  })
)

/** `multipart/form-data` with exactly one file part named `file`. Streamed: described here, parsed part by part. */
const UploadForm = Type.Object({ file: Binary, name: nameField })

/** The same where other parts are refused. */
const StrictUploadForm = Type.Object(UploadForm.properties, strict)

const fileEncoding = { encoding: { file: { contentType: 'application/octet-stream' } } }

/** The body of an upload that takes multipart alone. */
export const multipartBody = {
  description: 'A form with exactly one file, in the part `file`.',
  required: true,
  content: { 'multipart/form-data': { schema: UploadForm, ...fileEncoding } },
}

/** The body of an upload that takes multipart, or the bytes themselves under any other media type. */
export const anyUploadBody = {
  description: 'A form with the file, or the bytes of the file as the body, under any media type.',
  required: true,
  content: {
    'multipart/form-data': { schema: StrictUploadForm, ...fileEncoding },
    'application/octet-stream': { schema: Binary },
  },
}

/** What a raw body may say of itself in the query. */
export const RawUploadQuery = Type.Object(
  {
    name: Type.Optional(
      Type.String({
        description:
          'Display name of a raw body; `Content-Disposition` wins over it, as does a form over both.',
      })
    ),
  },
  strict
)

/** What a raw body may say of itself in its headers. */
export const RawUploadHeaders = Type.Object({
  'content-disposition': Type.Optional(
    Type.String({
      description: "Name of a raw body, such as `attachment; filename*=UTF-8''%E6%96%87.bin`.",
    })
  ),
  'content-digest': Type.Optional(
    Type.String({ description: 'sha-256 or sha-512 of a raw body (RFC 9530), verified.' })
  ),
  'repr-digest': Type.Optional(Type.String({ description: 'As `Content-Digest`.' })),
})

/** Headers of a replacement. */
export const ReplaceHeaders = Type.Object({
  ...ConditionHeaders.properties,
  ...RawUploadHeaders.properties,
})

/** Multipart body of a replacement: any of the members, in any order, at least one. */
const ReplaceForm = Type.Object(
  {
    file: Type.Optional(Binary),
    file_name: Type.Optional(Type.String({ description: 'New display name.', ...leftOut })),
    file_type: Type.Optional(Type.String({ description: 'New media type.', ...leftOut })),
  },
  strict
)

/** JSON body that renames a file or gives it another type. */
export const FileRename = Type.Object(
  {
    file_name: Type.Optional(Type.String({ description: 'New display name.' })),
    file_type: Type.Optional(Type.String({ description: 'New media type.' })),
  },
  { ...strict, $id: 'FileRename', minProperties: 1, examples: [{ file_name: 'report-2.pdf' }] }
)
export type FileRename = Static<typeof FileRename>

const renameContent = { schema: { $ref: '#/components/schemas/FileRename' } }

/** The body of `PUT /files/{file_id}/name`. */
export const renameBody = {
  description: 'The new name, the new media type, or both.',
  required: true,
  content: { 'application/json': renameContent },
}

/** The bodies of `PUT /files/{file_id}`. */
export const replaceBody = {
  description:
    'A form with any of the parts, JSON with a new name or type, or the new bytes under any other media type.',
  required: true,
  content: {
    'multipart/form-data': { schema: ReplaceForm, ...fileEncoding },
    'application/json': renameContent,
    'application/octet-stream': { schema: Binary },
  },
}

/** The body of the operations that take nothing but content. */
export const rawBody = {
  description: 'The bytes, under any media type but multipart, JSON included.',
  required: true,
  content: { 'application/octet-stream': { schema: Binary } },
}
