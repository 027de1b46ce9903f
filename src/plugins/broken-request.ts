import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { nanoid } from 'nanoid'
import type { ErrorCode } from '../../schemas/problem.js'
import { FileError } from '../core/errors.js'
import { bodyEndedEarly } from '../http/body-reader.js'
import { problemType, type RenderedError, toProblem } from '../http/problem.js'

interface Meaning {
  readonly status: string
  readonly code: ErrorCode
  readonly detail: string
}

const malformed: Meaning = {
  status: '400 Bad Request',
  code: 'INVALID_REQUEST',
  detail: 'The request is not HTTP/1.1',
}

const meanings: Record<string, Meaning> = {
  HPE_HEADER_OVERFLOW: {
    ...malformed,
    status: '431 Request Header Fields Too Large',
    detail: 'The request header is too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'REQUEST_TIMEOUT',
    detail: 'The request header did not arrive in time',
  },
}

const unknownMethod: Meaning = {
  ...malformed,
  status: '501 Not Implemented',
  detail: 'The method is not known',
}

type ParserError = Error & { code?: string | undefined; rawPacket?: unknown }

/** What follows a complete request on its connection is taken for a method, whatever it is. */
function isUnknownMethod({ code, rawPacket }: ParserError): boolean {
  const text = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : ''
  const [word = ''] = text.split(' ', 1)
  return code === 'HPE_INVALID_METHOD' && /^[A-Z-]+$/i.test(word) && !METHODS.includes(word)
}

interface BrokenRequestOptions {
  readonly render: (error: FileError, request: FastifyRequest) => RenderedError
}

/**
 * Answers what the HTTP parser could not read, and closes: before there is a request as a problem, within the body of
 * one in the words of its door.
 */
export class BrokenRequests {
  readonly #current = new WeakMap<Socket, FastifyRequest>()

  constructor(private readonly options: BrokenRequestOptions) {}

  /** Keeps in mind which request a connection carries. */
  install(app: FastifyInstance): void {
    app.addHook('onRequest', async (request) => {
      this.#current.set(request.raw.socket, request)
    })
  }

  readonly answer = (error: ParserError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const { requestId, status, mediaType, body } = this.#render(error, socket)
    const head = [
      `HTTP/1.1 ${status}`,
      `Content-Type: ${mediaType}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
  }

  #render(error: ParserError, socket: Socket) {
    const request = this.#current.get(socket)
    if (request && !request.raw.complete) {
      const rendered = this.options.render(bodyEndedEarly(), request)
      return { ...rendered, requestId: request.id, status: `${rendered.status} Bad Request` }
    }
    const meaning = isUnknownMethod(error) ? unknownMethod : meanings[error.code ?? '']
    const { status, code, detail } = meaning ?? malformed
    const requestId = nanoid()
    const problem = toProblem(new FileError(code, { detail }), requestId)
    const body = JSON.stringify({ ...problem, status: Number.parseInt(status, 10) })
    return { requestId, status, mediaType: problemType, body }
  }
}
