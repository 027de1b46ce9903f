import type { IncomingMessage } from 'node:http'
import type { BodyLimits } from './body-limits.js'
import { bodyEndedEarly, readBody } from './body-reader.js'
import { CutOut } from './cut-out.js'
import { malformedForm } from './form-errors.js'
import type { FormPart } from './form-parts.js'
import { peekBody } from './peek-body.js'
import { delimiterOf, plainHead } from './plain-form.js'

/** Bytes at the beginning of a form in which the header of its file is looked for. */
const headBytes = 4096

interface LeadingFileOptions {
  readonly raw: IncomingMessage
  readonly boundary: string
  readonly limits: BodyLimits
  readonly take: (part: FormPart) => Promise<void>
}

/** Parts that were taken from the beginning of a form, and the bytes of content that are missing from it since. */
interface Taken {
  readonly parts: number
  readonly bytes: number
}

/**
 * Takes the file that a large form of the usual shape begins with, and the fields in front of it, past the parser of
 * the package. What is left to be read is the same form with an empty file, so that this parser decides on all the
 * rest. Takes nothing where the beginning may be read in two ways; the body is then unread.
 */
export async function takeLeadingFile(options: LeadingFileOptions): Promise<Taken> {
  const { raw, boundary, limits, take } = options
  const begin = await peekBody(raw, headBytes)
  const head = begin && plainHead(begin, boundary, limits)
  if (begin === undefined || head === undefined) return { parts: 0, bytes: 0 }
  const { parts, file, length } = head
  const content = new CutOut(begin.subarray(0, length), delimiterOf(boundary))
  for (const part of parts) await take(part)
  await take({ ...file, bytes: readBody(raw, limits, { cut: (chunk) => content.cut(chunk) }) })
  if (content.length === undefined) malformedForm(new Error('The form ends inside its file'))
  // Of such a connection nothing would be told any more to whom reads on.
  if (raw.destroyed) throw bodyEndedEarly()
  return { parts: parts.length + 1, bytes: content.length }
}
