import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import type { BodyLimits } from './body-limits.js'
import { onBodyStalled } from './body-pace.js'
import { bodyTimeout } from './body-reader.js'
import { malformedForm } from './form-errors.js'
import { type FormPart, isFilePart } from './form-parts.js'

/**
 * More than Node can hand to the parser in one turn: what it buffered of the request, and one read from the socket. A
 * part that nobody reads, because its header is malformed, and that fills its buffer and ends in the same turn, stops
 * the parser for ever.
 */
const partBuffer = 256 * 1024

type Take = (part: FormPart) => Promise<void>

/** A form of any size and shape, parsed as it arrives. */
export class StreamedForm {
  #current: MultipartFile['file'] | undefined

  constructor(
    private readonly request: FastifyRequest,
    private readonly limits: BodyLimits
  ) {}

  async read(take: Take): Promise<void> {
    const { request, limits } = this
    let stopTimer = () => {}
    let onData = (_chunk: Buffer) => {}
    const cut = new Promise<never>((_, reject) => {
      const abort = (error: FileError) => {
        const file = this.#current
        // A file under way ends the parts with this error once its store has cleaned up; else nothing would.
        if (file && !file.destroyed && !file.readableEnded) file.destroy(error)
        else reject(error)
      }
      stopTimer = onBodyStalled(request.raw, limits, () => abort(bodyTimeout()))
      let received = 0
      onData = (chunk) => {
        received += chunk.length
        // What stands around the file has an end as well, however much of it the parser would skip.
        if (limits.maxFormSize > 0 && received > limits.maxFormSize) abort(formTooLarge())
      }
    })
    const all = this.#readParts(take)
    request.raw.on('data', onData)
    // Whichever loses is settled by the end of the connection, with nobody left to hear of it.
    all.catch(() => {})
    cut.catch(() => {})
    try {
      await Promise.race([all, cut])
    } finally {
      stopTimer()
      request.raw.off('data', onData)
      // What is left of the body is not the parser's any more: it is read and dropped behind the answer.
      request.raw.unpipe()
    }
  }

  async #readParts(take: Take): Promise<void> {
    const parsed = parsedParts(this.request, this.limits)
    for (;;) {
      const { done, value } = await parsed.next().catch(malformedForm)
      if (done) break
      if (value.type === 'field') await take(value)
      else {
        this.#current = value.file
        await take({ ...value, bytes: fileBytes(value) })
      }
    }
  }
}

function parsedParts(
  request: FastifyRequest,
  limits: BodyLimits
): AsyncIterableIterator<Multipart> {
  return request.parts({
    preservePath: true,
    isPartAFile: (name: string | undefined, _type: string, filename: string | undefined) =>
      isFilePart(name, filename),
    fileHwm: partBuffer,
    limits: {
      parts: limits.maxParts,
      fieldSize: limits.maxFieldSize,
      fileSize: Number.POSITIVE_INFINITY,
      files: limits.maxParts,
      fields: limits.maxParts,
    },
    // The types of the package do not know preservePath, isPartAFile and fileHwm, which busboy does.
  } as Parameters<typeof request.parts>[0])
}

const formTooLarge = () => new FileError('FILE_TOO_LARGE', { detail: 'The form is too long' })

async function* fileBytes(part: MultipartFile): AsyncGenerator<Uint8Array> {
  try {
    yield* part.file
  } catch (error) {
    malformedForm(error)
  }
  // The parser cuts at a limit without an error; a cut file must never look whole.
  if (part.file.truncated) throw new FileError('FILE_TOO_LARGE')
}
