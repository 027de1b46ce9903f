export interface Multipart {
  readonly contentType: string
  readonly body: Buffer
}

interface MultipartOptions {
  readonly boundary?: string
  /** Bytes before the first and behind the last boundary, which a reader ignores. */
  readonly preamble?: string
  readonly epilogue?: string
  /** False leaves the closing boundary out: a body that was cut. */
  readonly closed?: boolean
}

interface FilePartOptions {
  /** Name of the form field, `file` if not given. */
  readonly field?: string
  /** Written between the quotes as it is; null leaves the parameter out. */
  readonly filename?: string | Buffer | null
  /** Declared media type; none if not given. */
  readonly type?: string
  /** More parameters of the part's Content-Disposition, such as `filename*=UTF-8''…`. */
  readonly parameters?: string
}

/** The bytes of a multipart/form-data body, exactly as the parts say. */
export function multipart(parts: readonly Buffer[], options: MultipartOptions = {}): Multipart {
  const boundary = options.boundary ?? 'boundary-7d2f'
  const pieces: (Buffer | string)[] = [options.preamble ?? '']
  for (const part of parts) pieces.push(`--${boundary}\r\n`, part, '\r\n')
  if (options.closed !== false) pieces.push(`--${boundary}--\r\n`)
  pieces.push(options.epilogue ?? '')
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat(pieces.map((piece) => Buffer.from(piece))),
  }
}

/** One part from its header lines and its content. */
export function part(headers: readonly (string | Buffer)[], content: string | Buffer): Buffer {
  const lines = headers.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')])
  return Buffer.concat([...lines, Buffer.from('\r\n'), Buffer.from(content)])
}

/** A text field. */
export function textPart(field: string, value: string): Buffer {
  return part([`Content-Disposition: form-data; name="${field}"`], value)
}

/** A file. */
export function filePart(content: string | Buffer, options: FilePartOptions = {}): Buffer {
  const filename = options.filename === undefined ? 'test.txt' : options.filename
  const disposition: (string | Buffer)[] = [
    `Content-Disposition: form-data; name="${options.field ?? 'file'}"`,
  ]
  if (filename !== null) disposition.push('; filename="', filename, '"')
  if (options.parameters !== undefined) disposition.push(`; ${options.parameters}`)
  const headers: (string | Buffer)[] = [
    Buffer.concat(disposition.map((piece) => Buffer.from(piece))),
  ]
  if (options.type !== undefined) headers.push(`Content-Type: ${options.type}`)
  return part(headers, content)
}
