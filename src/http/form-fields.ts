import type { MultipartValue } from '@fastify/multipart'
import { FileError } from '../core/errors.js'
import { parseMediaType } from '../core/media-types.js'
import type { UploadFacts } from '../core/upload.js'

/** What the text parts of a form may be. */
export interface FormRules {
  /** Name of the text part that gives the display name. */
  readonly nameField: string
  /** Name of the text part that gives the media type, where there is one. */
  readonly typeField?: string
  /** Other parts: a submit button of a web form is ignored, a typing mistake of a client refused. */
  readonly others: 'ignore' | 'refuse'
  /** The form may come without a file, but not without anything. */
  readonly fileOptional?: boolean
  /** Whether the file name of the file part names the file. */
  readonly namedByFile: boolean
}

/** A part that is text, or should be. */
export interface TextPart
  extends Pick<MultipartValue, 'type' | 'fieldname' | 'value'>,
    Partial<Pick<MultipartValue, 'fieldnameTruncated' | 'valueTruncated'>> {}

/** The text parts of a form as they arrive, before or after the file. */
export class FormFields {
  readonly #values = new Map<string, string>()

  constructor(private readonly rules: FormRules) {}

  get isEmpty(): boolean {
    return [...this.#values.values()].every((value) => value === '')
  }

  take({ fieldname, value, valueTruncated, fieldnameTruncated }: TextPart): void {
    if (valueTruncated || fieldnameTruncated) {
      throw new FileError('FILE_TOO_LARGE', { detail: 'A text part is too long' })
    }
    const { nameField, typeField } = this.rules
    if (fieldname !== nameField && fieldname !== typeField) {
      this.#refuseUnknown()
      return
    }
    if (this.#values.has(fieldname)) {
      throw new FileError('INVALID_REQUEST', { detail: `There is more than one part ${fieldname}` })
    }
    if (typeof value !== 'string') {
      throw new FileError('INVALID_REQUEST', { detail: `The part ${fieldname} is not text` })
    }
    this.#values.set(fieldname, value)
  }

  #refuseUnknown(): void {
    if (this.rules.others === 'refuse') {
      throw new FileError('INVALID_REQUEST', { detail: 'The form has a part that is not known' })
    }
  }

  facts(): UploadFacts {
    const { nameField, typeField = '' } = this.rules
    // A text field that a person left blank is in the form all the same, as those of Swagger UI are.
    const name = this.#values.get(nameField) || undefined
    const type = this.#values.get(typeField) || undefined
    return {
      ...(name !== undefined && { name }),
      ...(type !== undefined && { type: requireMediaType(type) }),
    }
  }
}

/** Throws `INVALID_REQUEST` for a malformed media type. */
export function requireMediaType(text: string): string {
  const type = parseMediaType(text)
  if (type === undefined) {
    throw new FileError('INVALID_REQUEST', { detail: 'The media type is malformed' })
  }
  return type
}
