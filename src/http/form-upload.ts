import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FileError } from '../core/errors.js'
import { octetStream, parseMediaType } from '../core/media-types.js'
import type { UploadFacts, UploadSource } from '../core/upload.js'
import { beginBody } from './begin-body.js'
import { type BodyLimits, framingAllowance } from './body-limits.js'
import { onBodyStalled } from './body-pace.js'
import { bodyTimeout } from './body-reader.js'
import { refuseCoding } from './content-type.js'
import { refuseDigests } from './digest-fields.js'
import { malformedForm, requireBoundary } from './form-errors.js'
import { FormFields, type FormRules } from './form-fields.js'

interface FormUploadOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly limits: BodyLimits
  readonly rules: FormRules
}

/** A form with one file part as the source of an upload. Throws what is wrong with the header before the body. */
export function formUpload(options: FormUploadOptions): UploadSource {
  const { request } = options
  refuseCoding(request)
  refuseDigests(request.headers)
  requireBoundary(request)
  const length = Number(request.headers['content-length'] ?? 0)
  return {
    atLeast: Math.max(0, length - framingAllowance),
    digests: [],
    receive: (store) => new FormReader(options, store).read(),
  }
}

/**
 * More than Node can hand to the parser in one turn: what it buffered of the request, and one read from the socket. A
 * part that nobody reads, because its header is malformed, and that fills its buffer and ends in the same turn, stops
 * the parser for ever.
 */
const partBuffer = 256 * 1024

type Store = (bytes: AsyncIterable<Uint8Array>) => Promise<void>

class FormReader {
  readonly #fields: FormFields
  #current: MultipartFile['file'] | undefined
  #files = 0
  #stored = false
  #unselected = false
  #facts: UploadFacts = {}

  constructor(
    private readonly options: FormUploadOptions,
    private readonly store: Store
  ) {
    this.#fields = new FormFields(options.rules)
  }

  async read(): Promise<UploadFacts> {
    const { request, reply, limits } = this.options
    beginBody(request, reply)
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
    const parts = this.#readParts()
    request.raw.on('data', onData)
    // Whichever loses is settled by the end of the connection, with nobody left to hear of it.
    parts.catch(() => {})
    cut.catch(() => {})
    try {
      await Promise.race([parts, cut])
    } finally {
      stopTimer()
      request.raw.off('data', onData)
      // What is left of the body is not the parser's any more: it is read and dropped behind the answer.
      request.raw.unpipe()
    }
    return { ...this.#facts, ...this.#fields.facts() }
  }

  async #readParts(): Promise<void> {
    const { request, limits } = this.options
    const parts = request.parts({
      preservePath: true,
      isPartAFile: (name: string | undefined, _type: string, filename: string | undefined) =>
        filename !== undefined || name === 'file',
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
    for (;;) {
      const { done, value } = await parts.next().catch(malformedForm)
      if (done) break
      await this.#readPart(value)
    }
    this.#requireFile()
  }

  async #readPart(part: Multipart): Promise<void> {
    if (!part.fieldname) throw new FileError('BAD_MULTIPART', { detail: 'A part has no name' })
    if (part.type === 'field') return this.#fields.take(part)
    this.#current = part.file
    if (part.filename && ++this.#files > 1) throw new FileError('TOO_MANY_FILES')
    if (part.fieldname !== 'file') return drop(part)
    if (!part.filename) {
      this.#unselected = part.filename === ''
      return drop(part)
    }
    this.#facts = fileFacts(part, this.options.rules)
    this.#stored = true
    await this.store(fileBytes(part))
  }

  #requireFile(): void {
    const { fileOptional } = this.options.rules
    if (this.#stored || (fileOptional && !this.#fields.isEmpty)) return
    if (fileOptional && this.#files === 0 && !this.#unselected) {
      throw new FileError('EMPTY_REQUEST', { detail: 'The form changes nothing' })
    }
    throw new FileError('NO_FILE', {
      detail: this.#unselected ? 'No file was selected' : 'There is no file part named "file"',
      facts: { unselected: this.#unselected },
    })
  }
}

const formTooLarge = () => new FileError('FILE_TOO_LARGE', { detail: 'The form is too long' })

/** A field with nothing chosen, or a file that is not the one: read past, so that the parts behind it count. */
async function drop(part: MultipartFile): Promise<void> {
  for await (const _ of fileBytes(part)) {
    // Nobody wants these bytes.
  }
}

async function* fileBytes(part: MultipartFile): AsyncGenerator<Uint8Array> {
  try {
    yield* part.file
  } catch (error) {
    malformedForm(error)
  }
  // The parser cuts at a limit without an error; a cut file must never look whole.
  if (part.file.truncated) throw new FileError('FILE_TOO_LARGE')
}

/** Parsers assume text/plain for a part that declares nothing, so neither says what the bytes are. */
const unspecificParts = new Set([octetStream, 'text/plain'])

function fileFacts({ filename, mimetype }: MultipartFile, rules: FormRules): UploadFacts {
  // Browsers write a quote and a line break in a name as percent escapes (HTML, multipart/form-data encoding).
  const name = filename.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n')
  const type = unspecificParts.has(mimetype) ? undefined : (parseMediaType(mimetype) ?? octetStream)
  return { ...(rules.namedByFile && { name }), ...(type !== undefined && { type }) }
}
