import { isUtf8 } from 'node:buffer'
import type { BodyLimits } from './body-limits.js'
import { type FormPart, isFilePart } from './form-parts.js'

/** Characters that no parser takes for anything but a part of the boundary. */
const plainType =
  /^multipart\/form-data; ?boundary=(?:"(?<quoted>[\w.-]{1,70})"|(?<bare>[\w.-]{1,70}))$/

/** The two lines that clients write, from the end of the delimiter on. Everything else may be read in two ways. */
const plainHeader =
  /^\r\nContent-Disposition: form-data; name="(?<name>[^"\\\p{Cc}]+)"(?:; filename="(?<filename>[^"\\\p{Cc}]*)")?(?:\r\nContent-Type: (?<type>[\w.+-]+\/[\w.+-]+)(?:; ?charset=(?:utf-8|UTF-8))?)?$/u

type Limits = Pick<BodyLimits, 'maxParts' | 'maxFieldSize'>

/** The boundary that a Content-Type names, where it is of the shape that clients send. */
export function plainBoundary(contentType: string): string | undefined {
  const { quoted, bare } = plainType.exec(contentType)?.groups ?? {}
  return quoted ?? bare
}

/**
 * The parts of a whole form of the one shape that clients send, exactly as the parser of the package gives them.
 * Undefined for every other form, malformed ones among them: what those are, the package decides.
 */
export function plainForm(body: Buffer, boundary: string, limits: Limits): FormPart[] | undefined {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const first = delimiter.subarray(2)
  if (!body.subarray(0, first.length).equals(first)) return undefined
  const parts: FormPart[] = []
  let start = first.length
  do {
    const end = body.indexOf(delimiter, start)
    if (end === -1 || parts.length === limits.maxParts) return undefined
    const part = plainPart(body.subarray(start, end), limits)
    if (part === undefined) return undefined
    parts.push(part)
    start = end + delimiter.length
  } while (!isLast(body.subarray(start)))
  return parts
}

const isLast = (rest: Buffer): boolean =>
  rest.length <= 4 && ['--', '--\r\n'].includes(rest.toString('latin1'))

function plainPart(bytes: Buffer, limits: Limits): FormPart | undefined {
  const headerEnd = bytes.indexOf('\r\n\r\n')
  if (headerEnd === -1) return undefined
  const header = bytes.subarray(0, headerEnd)
  if (!isUtf8(header)) return undefined
  const match = plainHeader.exec(header.toString())
  if (match === null) return undefined
  const { name = '', filename, type = 'text/plain' } = match.groups ?? {}
  // The package refuses these when the form has ended, whatever else is wrong with it.
  if (name in Object.prototype) return undefined
  const mimetype = type.toLowerCase()
  const content = bytes.subarray(headerEnd + 4)
  if (isFilePart(name, filename)) {
    return { type: 'file', fieldname: name, filename, mimetype, bytes: content }
  }
  // JSON is parsed by the package, and what is too long is cut.
  if (mimetype.startsWith('application/json') || content.length > limits.maxFieldSize) {
    return undefined
  }
  return { type: 'field', fieldname: name, value: content.toString() }
}
