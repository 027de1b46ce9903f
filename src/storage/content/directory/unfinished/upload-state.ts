import { type Static, Type } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { UnfinishedUpload } from '../../../../core/ports/unfinished-uploads.js'

const Natural = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** What `<id>.json` holds. */
const UploadState = Type.Object(
  {
    size: Natural,
    offset: Natural,
    name: Type.String({ minLength: 1, maxLength: 255 }),
    type: Type.Optional(Type.String({ minLength: 1 })),
    metadata: Type.String(),
    expiresAt: Natural,
  },
  { additionalProperties: false }
)
type UploadState = Static<typeof UploadState>

const uploadState = TypeCompiler.Compile(UploadState)
/** Ids become file names, so nothing that could be a path is let in. */
const uploadId = /^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/

/** The upload that a file of this name describes, or undefined when it is not exactly that. */
export function parseUpload(id: string, text: string): UnfinishedUpload | undefined {
  if (!uploadId.test(id)) return undefined
  let state: unknown
  try {
    state = JSON.parse(text)
  } catch {
    return undefined
  }
  return uploadState.Check(state) && state.offset <= state.size ? { id, ...state } : undefined
}

export function writtenUpload({ id: _, ...state }: UnfinishedUpload): string {
  return JSON.stringify(state satisfies UploadState)
}
