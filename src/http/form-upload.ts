import type { FastifyReply, FastifyRequest } from 'fastify'
import type { UploadSource } from '../core/upload.js'
import { beginBody } from './begin-body.js'
import { type BodyLimits, framingAllowance } from './body-limits.js'
import { refuseCoding } from './content-type.js'
import { refuseDigests } from './digest-fields.js'
import { requireBoundary } from './form-errors.js'
import type { FormRules } from './form-fields.js'
import { type FormPart, FormParts } from './form-parts.js'
import { peekBody } from './peek-body.js'
import { plainBoundary, plainForm } from './plain-form.js'
import { isSmallBody } from './small-body.js'
import { StreamedForm } from './streamed-form.js'

interface FormUploadOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly limits: BodyLimits
  readonly rules: FormRules
}

/** A form with one file part as the source of an upload. Throws what is wrong with the header before the body. */
export function formUpload({ request, reply, limits, rules }: FormUploadOptions): UploadSource {
  refuseCoding(request)
  refuseDigests(request.headers)
  requireBoundary(request)
  const length = Number(request.headers['content-length'] ?? 0)
  return {
    atLeast: Math.max(0, length - framingAllowance),
    digests: [],
    async receive(store) {
      beginBody(request, reply)
      const parts = new FormParts(rules, store)
      const plain = await plainParts(request, limits)
      if (!plain) await new StreamedForm(request, limits).read((part) => parts.take(part))
      else for (const part of plain) await parts.take(part)
      return parts.facts()
    },
  }
}

/** The parts of a small form that can be read in one way only; of every other one the body is left unread. */
async function plainParts(
  { raw, headers }: FastifyRequest,
  limits: BodyLimits
): Promise<FormPart[] | undefined> {
  const boundary = plainBoundary(headers['content-type'] ?? '')
  if (boundary === undefined || !isSmallBody(raw)) return undefined
  const body = await peekBody(raw)
  const parts = body && plainForm(body, boundary, limits)
  if (parts !== undefined) raw.resume()
  return parts
}
