export type Header = readonly [name: string, value: string]

/** A request before it is bytes. All text is latin-1: one character is one byte on the wire. */
export interface WireRequest {
  readonly method: string
  readonly target: string
  readonly version: string
  /** Without what frames the body. */
  readonly headers: readonly Header[]
  readonly body: Buffer
  /** The headers that frame the body, and the body in that framing; a plain length if not given. */
  readonly framed?: Framed
}

export interface Framed {
  readonly headers: readonly Header[]
  readonly bytes: Buffer
}

/** Text of any script as the bytes that clients send for it. */
export const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

export function serialize(request: WireRequest): Buffer {
  const { method, target, version, headers, body } = request
  const framed = request.framed ?? plainLength(method, body)
  const fields = [...headers, ...framed.headers].map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `${method} ${target} ${version}\r\n${fields.join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), framed.bytes])
}

function plainLength(method: string, body: Buffer): Framed {
  const silent = body.length === 0 && !/^P(OST|UT)$/.test(method)
  return { headers: silent ? [] : [['Content-Length', `${body.length}`]], bytes: body }
}
