import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { env } from 'node:process'
import type { S3Settings } from '../../../../src/storage/content/s3/s3-settings.js'

const bucket = 'files'

/** What was asked for, as `GET list` or `PUT key`. */
type Call = string

/** As much of S3 in this process as the store asks for, with somebody who may answer before it. */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>()
  readonly calls: Call[] = []
  /** True where it has answered, or never will. */
  before: (call: Call, answer: ServerResponse) => boolean = () => false

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeS3> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const fake = new FakeS3(server)
    Object.assign(env, { AWS_ACCESS_KEY_ID: 'user', AWS_SECRET_ACCESS_KEY: 'secret' })
    server.on('request', (request, answer) => void fake.#serve(request, answer))
    return fake
  }

  settings(more: Partial<S3Settings> = {}): S3Settings {
    const { port } = this.server.address() as AddressInfo
    return {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket,
      prefix: '',
      forcePathStyle: true,
      checksums: 'when_required',
      partSize: 5 * 1024 * 1024,
      partsInFlight: 1,
      maxSockets: 16,
      timeout: 2000,
      ...more,
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  async #serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const { pathname, searchParams } = new URL(url, 'http://s3')
    const key = pathname.slice(`/${bucket}`.length + 1)
    const list = searchParams.has('uploads') ? 'uploads' : 'list'
    const call = `${method} ${key || (method === 'GET' ? list : 'bucket')}`
    this.calls.push(call)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (this.before(call, answer)) return
    if (method === 'PUT') this.objects.set(key, Buffer.concat(chunks))
    if (method === 'DELETE') this.objects.delete(key)
    if (method === 'GET' && key !== '') this.#send(key, request, answer)
    else if (method === 'GET') this.#list(list, answer)
    else answer.writeHead(method === 'DELETE' ? 204 : 200).end()
  }

  #send(key: string, { headers }: IncomingMessage, answer: ServerResponse): void {
    const bytes = this.objects.get(key)
    const [, start, end] = /(\d+)-(\d+)/.exec(headers.range ?? '') ?? []
    if (!bytes) refuse(answer, 404, 'NoSuchKey')
    else if (start === undefined) answer.writeHead(200).end(bytes)
    else {
      answer.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${bytes.length}` })
      answer.end(bytes.subarray(Number(start), Number(end) + 1))
    }
  }

  #list(list: 'list' | 'uploads', answer: ServerResponse): void {
    const name = list === 'list' ? 'ListBucketResult' : 'ListMultipartUploadsResult'
    const contents = [...this.objects.keys()].map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>`
    )
    answer.writeHead(200, { 'Content-Type': 'application/xml' })
    answer.end(`<${name}>${list === 'list' ? contents.join('') : ''}</${name}>`)
  }
}

export function refuse(answer: ServerResponse, status: number, code: string): void {
  answer.writeHead(status, { 'Content-Type': 'application/xml' })
  answer.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}
