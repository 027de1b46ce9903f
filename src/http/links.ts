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
    return this.publicUrl ? this.to(path) : `${request.protocol}://${request.host}${path}`
  }
}
