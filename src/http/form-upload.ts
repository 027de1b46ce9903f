import type { FastifyReply, FastifyRequest } from 'fastify'
import type { UploadSource } from '../core/upload.js'
import { beginBody } from './begin-body.js'
import { type BodyLimits, framingAllowance } from './body-limits.js'
import { refuseCoding } from './content-type.js'
import { refuseDigests } from './digest-fields.js'
import { requireBoundary } from './form-errors.js'
import type { FormRules } from './form-fields.js'
import { FormParts } from './form-parts.js'
import { readForm } from './read-form.js'

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
      await readForm(request, limits, (part) => parts.take(part))
      return parts.facts()
    },
  }
}
