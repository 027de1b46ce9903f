import { isUtf8 } from 'node:buffer'
import type { BodyLimits } from './body-limits.js'
import { type FilePart, type FormPart, isFilePart } from './form-parts.js'

/** Characters that no parser takes for anything but a part of the boundary. */
const plainType =
  /^multipart\/form-data; ?boundary=(?:"(?<quoted>[\w.-]{1,70})"|(?<bare>[\w.-]{1,70}))$/

/** The two lines that clients write, from the end of the delimiter on. Everything else may be read in two ways. */
const plainHeader =
  /^\r\nContent-Disposition: form-data; name="(?<name>[^"\\\p{Cc}]+)"(?:; filename="(?<filename>[^"\\\p{Cc}]*)")?(?:\r\nContent-Type: (?<type>[\w.+-]+\/[\w.+-]+)(?:; ?charset=(?:utf-8|UTF-8))?)?$/u

type Limits = Pick<BodyLimits, 'maxParts' | 'maxFieldSize'>

/** What a plain form begins with when a file goes on behind it. */
interface PlainHead {
  readonly parts: readonly FormPart[]
  readonly file: Omit<FilePart, 'bytes'>
  /** Bytes in front of the content of the file. */
  readonly length: number
}

/** The boundary that a Content-Type names, where it is of the shape that clients send. */
export function plainBoundary(contentType: string): string | undefined {
  const { quoted, bare } = plainType.exec(contentType)?.groups ?? {}
  return quoted ?? bare
}

/** What stands between two parts. */
export const delimiterOf = (boundary: string): Buffer => Buffer.from(`\r\n--${boundary}`)

/**
 * The parts of a whole form of the one shape that clients send, exactly as the parser of the package gives them.
 * Undefined for every other form, malformed ones among them: what those are, the package decides.
 */
export function plainForm(body: Buffer, boundary: string, limits: Limits): FormPart[] | undefined {
  const { parts = [], rest } = plainParts(body, boundary, limits) ?? {}
  return parts.length > 0 && rest && isLast(rest) ? parts : undefined
}

/** The same of the first bytes of a larger form; undefined as well where they do not lead into a file that is stored. */
export function plainHead(head: Buffer, boundary: string, limits: Limits): PlainHead | undefined {
  const { parts, rest } = plainParts(head, boundary, limits) ?? {}
  const part = rest && plainPartHead(rest)
  if (!parts || !part || parts.length === limits.maxParts) return undefined
  const { name, filename, mimetype } = part
  if (name !== 'file' || !filename) return undefined
  const length = head.length - rest.length + part.length
  // A delimiter may begin in the line break before the content: it has to be seen that none does.
  if (head.length < length + delimiterOf(boundary).length) return undefined
  return { parts, file: { type: 'file', fieldname: name, filename, mimetype }, length }
}

/** The parts that end in the bytes, and what is behind the last delimiter. */
function plainParts(bytes: Buffer, boundary: string, limits: Limits) {
  const delimiter = delimiterOf(boundary)
  const first = delimiter.subarray(2)
  if (!bytes.subarray(0, first.length).equals(first)) return undefined
  const parts: FormPart[] = []
  let rest = bytes.subarray(first.length)
  for (let end = rest.indexOf(delimiter); end !== -1; end = rest.indexOf(delimiter)) {
    const part =
      parts.length < limits.maxParts ? plainPart(rest.subarray(0, end), limits) : undefined
    if (part === undefined) return undefined
    parts.push(part)
    rest = rest.subarray(end + delimiter.length)
  }
  return { parts, rest }
}

const isLast = (rest: Buffer): boolean =>
  rest.length <= 4 && ['--', '--\r\n'].includes(rest.toString('latin1'))

function plainPart(bytes: Buffer, limits: Limits): FormPart | undefined {
  const head = plainPartHead(bytes)
  if (head === undefined) return undefined
  const { name, filename, mimetype, length } = head
  const content = bytes.subarray(length)
  if (isFilePart(name, filename)) {
    return { type: 'file', fieldname: name, filename, mimetype, bytes: content }
  }
  // JSON is parsed by the package, and what is too long is cut.
  if (mimetype.startsWith('application/json') || content.length > limits.maxFieldSize) {
    return undefined
  }
  return { type: 'field', fieldname: name, value: content.toString() }
}

function plainPartHead(bytes: Buffer) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const header = bytes.subarray(0, end)
  if (!isUtf8(header)) return undefined
  const match = plainHeader.exec(header.toString())
  if (match === null) return undefined
  const { name = '', filename, type = 'text/plain' } = match.groups ?? {}
  // The package refuses these when the form has ended, whatever else is wrong with it.
  if (name in Object.prototype) return undefined
  return { name, filename, mimetype: type.toLowerCase(), length: end + 4 }
}
