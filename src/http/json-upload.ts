import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ref } from '../../schemas/common.js'
import { FileRename } from '../../schemas/upload.js'
import { FileError } from '../core/errors.js'
import type { UploadFacts, UploadSource } from '../core/upload.js'
import { beginBody } from './begin-body.js'
import type { BodyLimits } from './body-limits.js'
import { readBody } from './body-reader.js'
import { refuseCoding } from './content-type.js'
import { refuseDigests } from './digest-fields.js'
import { requireMediaType } from './form-fields.js'
import { toFileError } from './to-file-error.js'

interface JsonUploadOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly limits: BodyLimits
}

/**
 * A JSON body that renames a file or gives it another type, as a source without content. Read by us and not before
 * the handler, so that it is wanted like every other body: after the file was found, and only for so long.
 */
export function jsonUpload({ request, reply, limits }: JsonUploadOptions): UploadSource {
  refuseCoding(request)
  refuseDigests(request.headers)
  const { maxFieldSize: limit } = limits
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong(limit)
  return {
    atLeast: 0,
    digests: [],
    async receive() {
      beginBody(request, reply)
      return toFacts(validated(request, await parsed(request, await readText(request.raw, limits))))
    },
  }
}

const tooLong = (limit: number) =>
  new FileError('FILE_TOO_LARGE', { detail: `The limit of a JSON body is ${limit} bytes` })

async function readText(raw: IncomingMessage, limits: BodyLimits): Promise<string> {
  const { maxFieldSize: limit } = limits
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readBody(raw, limits)) {
    size += chunk.length
    if (size > limit) throw tooLong(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** The framework's parser, which refuses members that would poison a prototype. */
function parsed(request: FastifyRequest, text: string): Promise<unknown> {
  const parse = request.server.getDefaultJsonParser('error', 'error')
  return new Promise((resolve, reject) => {
    void parse(request, text, (error, body) => (error ? reject(toFileError(error)) : resolve(body)))
  })
}

const fileRename = ref(FileRename)

function validated(request: FastifyRequest, body: unknown): FileRename {
  const validate = request.compileValidationSchema(fileRename, 'body')
  if (validate(body)) return body as FileRename
  const [first] = validate.errors ?? []
  const message = `body${first?.instancePath} ${first?.message}`
  throw toFileError({ validation: validate.errors, validationContext: 'body', message })
}

const toFacts = ({ file_name: name, file_type: type }: FileRename): UploadFacts => ({
  ...(name !== undefined && { name }),
  ...(type !== undefined && { type: requireMediaType(type) }),
})
