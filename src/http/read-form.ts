import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { BodyLimits } from './body-limits.js'
import { drop, type FormPart } from './form-parts.js'
import { takeLeadingFile } from './leading-file.js'
import { peekBody } from './peek-body.js'
import { plainBoundary, plainForm } from './plain-form.js'
import { largestSmallBody } from './small-body.js'
import { StreamedForm } from './streamed-form.js'

type Take = (part: FormPart) => Promise<void>

/**
 * Hands over the parts of a form, one after the other, as the parser of the package gives them: what can be read in
 * one way only is read past it, which costs less, and all else is left to it.
 */
export async function readForm(
  request: FastifyRequest,
  limits: BodyLimits,
  take: Take
): Promise<void> {
  const { raw, headers } = request
  const boundary = plainBoundary(headers['content-type'] ?? '')
  const length = Number(headers['content-length'])
  if (boundary === undefined || Number.isNaN(length)) {
    return new StreamedForm(request, limits).read(take)
  }
  const form: Form = { raw, boundary, limits }
  const isSmall = length <= largestSmallBody
  const taken = isSmall ? { parts: 0, bytes: 0 } : await takeLeadingFile({ ...form, take })
  const takeRest = behind(taken.parts, take)
  const parts = await smallForm(form, length - taken.bytes)
  if (parts === undefined) return new StreamedForm(request, limits).read(takeRest)
  for (const part of parts) await takeRest(part)
}

/** Passes the first parts over, which were taken before. */
function behind(count: number, take: Take): Take {
  let left = count
  return async (part) => {
    if (left-- <= 0) await take(part)
    else if (part.type === 'file') await drop(part.bytes)
  }
}

interface Form {
  readonly raw: IncomingMessage
  readonly boundary: string
  readonly limits: BodyLimits
}

/** The parts of a small form that can be read in one way only; of every other one the body is left unread. */
async function smallForm(
  { raw, boundary, limits }: Form,
  length: number
): Promise<readonly FormPart[] | undefined> {
  if (length > largestSmallBody) return undefined
  const body = await peekBody(raw, length)
  const parts = body && plainForm(body, boundary, limits)
  if (parts !== undefined) raw.resume()
  return parts
}
