export type Field = readonly [name: string, value: string]

/** A whole HTTP answer as it came over the wire. */
export class Answer {
  readonly status: number
  /** Header fields in order and spelling of the wire. */
  readonly fields: readonly Field[]
  readonly body: Buffer
  /** Statuses of the 1xx answers before this one. */
  readonly interim: readonly number[]

  constructor(head: AnswerHead, body: Buffer) {
    this.status = head.status
    this.fields = head.fields
    this.interim = head.interim
    this.body = body
  }

  /** The values of a field, joined as RFC 9110 section 5.3 says; undefined without one. */
  get(name: string): string | undefined {
    return fieldValue(this.fields, name)
  }

  /** The media type without parameters, in lower case. */
  get type(): string | undefined {
    return this.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  }

  get text(): string {
    return this.body.toString('utf8')
  }

  /** The body as JSON, taken to be a `T`: its shape is what the caller goes on to check. */
  json<T = Record<string, unknown>>(): T {
    return JSON.parse(this.text) as T
  }
}

export interface AnswerHead {
  readonly status: number
  readonly fields: readonly Field[]
  readonly interim: readonly number[]
}

export function fieldValue(fields: readonly Field[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  const values = fields.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The head of an answer from its text, without the empty line at its end. */
export function parseHead(text: string): Omit<AnswerHead, 'interim'> {
  const [statusLine = '', ...lines] = text.split('\r\n')
  const status = /^HTTP\/1\.1 ([1-5][0-9]{2}) [ -~]*$/.exec(statusLine)?.[1]
  if (status === undefined) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`)
  return { status: Number(status), fields: lines.map(parseField) }
}

function parseField(line: string): Field {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*)$/.exec(line)
  const [, name, value] = match ?? []
  if (name === undefined || value === undefined) {
    throw new Error(`not a header field: ${JSON.stringify(line)}`)
  }
  return [name, value.trimEnd()]
}
