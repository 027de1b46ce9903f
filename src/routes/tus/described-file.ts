import { essence, octetStream, parseMediaType } from '../../core/media-types.js'
import type { UploadFacts } from '../../core/upload.js'

type Metadata = Readonly<Record<string, string | null>>

/**
 * What the metadata of an upload says of its file, by the names that clients have settled on (tus names none). A name
 * that is there but empty is one, and refused as such.
 */
export function describedFile(metadata: Metadata = {}): UploadFacts {
  const name = metadata.filename === undefined ? metadata.name : metadata.filename
  const type = typeOf(metadata.filetype || metadata.type)
  return { ...(name !== undefined && { name: name ?? '' }), ...(type !== undefined && { type }) }
}

/** Undefined where it says nothing of the bytes, so that the name decides. */
function typeOf(sent: string | null | undefined): string | undefined {
  if (!sent || essence(sent) === octetStream) return undefined
  return parseMediaType(sent) ?? octetStream
}
