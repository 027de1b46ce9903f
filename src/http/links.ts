import type { FastifyRequest } from 'fastify'
import type { FileRecord } from '../core/file-record.js'

/** Addresses in answers: path-absolute, so that they hold behind any proxy, unless the public address is known. */
export class Links {
  readonly #base: string

  /** `publicUrl` may have a path of its own. */
  constructor(private readonly publicUrl: string | undefined) {
    this.#base = publicUrl?.replace(/\/+$/, '') ?? ''
  }

  to(path: string): string {
    return `${this.#base}${path}`
  }

  file({ id }: FileRecord): string {
    return this.to(`/files/${id}`)
  }

  /** An address that a client can use as it stands: of the public URL, else of the host that was asked. */
  absolute(request: FastifyRequest, path: string): string {
    if (this.publicUrl) return this.to(path)
    return `${schemeOf(request)}://${request.host || addressOf(request)}${path}`
  }
}

/** A proxy may pass on what a client wrote into `X-Forwarded-Proto`, and `javascript` is a scheme as well. */
const schemeOf = ({ protocol }: FastifyRequest): string =>
  /^https$/i.test(protocol) ? 'https' : 'http'

/** Where the request arrived, for HTTP/1.0, which knows no `Host`. */
const addressOf = ({ socket }: FastifyRequest): string =>
  `${socket.localAddress}:${socket.localPort}`
