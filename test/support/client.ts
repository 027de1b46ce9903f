import type { Answer } from './answer.js'
import { ApiDocument, type OpenApi } from './api-document.js'
import { Connection } from './connection.js'
import { type Multipart, multipart } from './multipart.js'

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent with its length, unless the headers give another one or a transfer coding. */
  readonly body?: string | Buffer
}

/**
 * Sends one request per connection, exactly as written, and holds every answer against the server's own document.
 * What differs is kept until `takeMismatches`.
 */
export class Client {
  readonly port: number
  readonly document: ApiDocument
  readonly #mismatches = new Set<string>()
  readonly #opened: Connection[] = []

  private constructor(
    port: number,
    document: ApiDocument,
    private readonly credentials: Readonly<Record<string, string>>
  ) {
    this.port = port
    this.document = document
  }

  /** `credentials` go with every request that does not say otherwise. */
  static async connect(
    port: number,
    credentials: Readonly<Record<string, string>> = {}
  ): Promise<Client> {
    const answer = await exchange(port, 'GET', '/openapi.json', { headers: credentials })
    return new Client(port, new ApiDocument(answer.json() as unknown as OpenApi), credentials)
  }

  /** The same client for somebody else. */
  as(credentials: Readonly<Record<string, string>>): Client {
    return new Client(this.port, this.document, credentials)
  }

  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  async request(method: string, target: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = { ...this.credentials, ...options.headers }
    const answer = await exchange(this.port, method, target, { ...options, headers })
    this.check(method, target, answer)
    return answer
  }

  get(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request('GET', target, { headers })
  }

  head(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request('HEAD', target, { headers })
  }

  delete(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request('DELETE', target, { headers })
  }

  /** Sends a multipart body, or the parts of one. */
  sendForm(
    method: string,
    target: string,
    form: Multipart | readonly Buffer[],
    headers: Readonly<Record<string, string>> = {}
  ): Promise<Answer> {
    const { contentType, body } = 'contentType' in form ? form : multipart(form)
    return this.request(method, target, {
      headers: { 'Content-Type': contentType, ...headers },
      body,
    })
  }

  /** Sends a value as JSON; a string goes as it is. */
  sendJson(method: string, target: string, value: unknown): Promise<Answer> {
    const body = typeof value === 'string' ? value : JSON.stringify(value)
    return this.request(method, target, { headers: { 'Content-Type': 'application/json' }, body })
  }

  /** A connection for requests written by hand; their answers are checked where they are given to `check`. */
  async open(): Promise<Connection> {
    const connection = await Connection.open(this.port)
    this.#opened.push(connection)
    return connection
  }

  /** Ends the connections that were opened by hand, where a test that failed did not. */
  closeAll(): void {
    for (const connection of this.#opened.splice(0)) connection.close()
  }

  check(method: string, target: string, answer: Answer): void {
    for (const mismatch of this.document.mismatches({ method, target, answer })) {
      this.#mismatches.add(mismatch)
    }
    if (answer.status === 500) this.#mismatches.add(`${method} ${target}: 500 ${answer.text}`)
  }

  takeMismatches(): string[] {
    const all = [...this.#mismatches]
    this.#mismatches.clear()
    return all
  }
}

/** The head of a request as bytes, up to and with the empty line. */
export function requestHead(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

async function exchange(
  port: number,
  method: string,
  target: string,
  options: RequestOptions
): Promise<Answer> {
  const headers: Record<string, string> = { Host: `127.0.0.1:${port}`, ...options.headers }
  const body = options.body === undefined ? undefined : Buffer.from(options.body)
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  if (body && !names.includes('content-length') && !names.includes('transfer-encoding')) {
    headers['Content-Length'] = String(body.length)
  }
  const connection = await Connection.open(port)
  try {
    const head = Buffer.from(requestHead(method, target, headers))
    // A server that refuses early never takes all of it, so the answer alone is waited for.
    void connection.send(body ? Buffer.concat([head, body]) : head)
    return await connection.answer(method)
  } finally {
    connection.close()
  }
}
