import { Mime } from 'mime'
import otherTypes from 'mime/types/other.js'
import standardTypes from 'mime/types/standard.js'

export const octetStream = 'application/octet-stream'

const types = new Mime(standardTypes, otherTypes)
// The tables know `.ts` only as an MPEG transport stream, which hardly anybody means who uploads one.
types.define({ 'text/x-typescript': ['ts', 'mts', 'cts'] }, true)
types.define({ 'application/vnd.apache.parquet': ['parquet'] }, true)

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const quoted = '"(?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*"'
// Blanks belong to what follows them, a `;` or a parameter: with two ways to read them, time would double with each.
const wellFormed = new RegExp(
  `^(${token}/${token})((?:[ \\t]*;(?:[ \\t]*${token}=(?:${token}|${quoted}))?)*)$`
)

const maxLength = 255

/**
 * A media type (RFC 9110 section 8.3.1) with type and subtype in lower case, its parameters as they were; undefined
 * when it is malformed, not ASCII or longer than 255 characters.
 */
export function parseMediaType(text: string): string | undefined {
  const match = text.length <= maxLength ? wellFormed.exec(text.trim()) : null
  return match ? `${match[1]?.toLowerCase()}${match[2]}` : undefined
}

/** Type and subtype alone, in lower case. */
export const essence = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase()

/** The usual media type of a name's extension, else `application/octet-stream`. */
export function typeOfName(name: string): string {
  // The library takes a bare word for an extension, unless it stands in a path.
  return types.getType(`/${name}`) ?? octetStream
}

/** The usual extension of a media type, with its dot; empty when there is none. */
export function extensionOf(type: string): string {
  const extension = essence(type) === octetStream ? null : types.getExtension(type)
  return extension ? `.${extension}` : ''
}

const inlineTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'text/plain',
])

/** Whether a browser may show the content in place: only types that cannot run script. */
export function isInlineSafe(type: string): boolean {
  const name = essence(type)
  // Browsers read any type of this ending as a document, also `video/x+xml`.
  if (name.endsWith('+xml')) return false
  return inlineTypes.has(name) || name.startsWith('audio/') || name.startsWith('video/')
}
