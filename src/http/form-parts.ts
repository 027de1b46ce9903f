import { FileError } from '../core/errors.js'
import { octetStream, parseMediaType } from '../core/media-types.js'
import type { Bytes } from '../core/ports/content-store.js'
import type { UploadFacts } from '../core/upload.js'
import { FormFields, type FormRules, type TextPart } from './form-fields.js'

/** A part with a file name, or with the name of the file field. */
export interface FilePart {
  readonly type: 'file'
  readonly fieldname: string
  readonly filename: string | undefined
  readonly mimetype: string
  readonly bytes: Bytes
}

export type FormPart = TextPart | FilePart

export const isFilePart = (fieldname: string | undefined, filename: string | undefined): boolean =>
  filename !== undefined || fieldname === 'file'

/** What the parts of a form come to, one after the other and whoever parsed them. */
export class FormParts {
  readonly #fields: FormFields
  #files = 0
  #stored = false
  #unselected = false
  #facts: UploadFacts = {}

  constructor(
    private readonly rules: FormRules,
    private readonly store: (bytes: Bytes) => Promise<void>
  ) {
    this.#fields = new FormFields(rules)
  }

  async take(part: FormPart): Promise<void> {
    if (!part.fieldname) throw new FileError('BAD_MULTIPART', { detail: 'A part has no name' })
    if (part.type === 'field') return this.#fields.take(part)
    if (part.filename && ++this.#files > 1) throw new FileError('TOO_MANY_FILES')
    if (part.fieldname !== 'file') return drop(part.bytes)
    if (!part.filename) {
      this.#unselected = part.filename === ''
      return drop(part.bytes)
    }
    this.#facts = fileFacts(part.filename, part.mimetype, this.rules)
    this.#stored = true
    await this.store(part.bytes)
  }

  /** What the whole form says. Throws where the file is missing. */
  facts(): UploadFacts {
    this.#requireFile()
    return { ...this.#facts, ...this.#fields.facts() }
  }

  #requireFile(): void {
    const { fileOptional } = this.rules
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

/** A field with nothing chosen, or a file that is not the one: read past, so that the parts behind it count. */
export async function drop(bytes: Bytes): Promise<void> {
  if (bytes instanceof Uint8Array) return
  for await (const _ of bytes) {
    // Nobody wants these bytes.
  }
}

/** Parsers assume text/plain for a part that declares nothing, so neither says what the bytes are. */
const unspecificParts = new Set([octetStream, 'text/plain'])

function fileFacts(filename: string, mimetype: string, rules: FormRules): UploadFacts {
  // Browsers write a quote and a line break in a name as percent escapes (HTML, multipart/form-data encoding).
  const name = filename.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n')
  const type = unspecificParts.has(mimetype) ? undefined : (parseMediaType(mimetype) ?? octetStream)
  return { ...(rules.namedByFile && { name }), ...(type !== undefined && { type }) }
}
