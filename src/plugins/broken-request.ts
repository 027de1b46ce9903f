import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nanoid } from 'nanoid'
import type { ErrorCode } from '../../schemas/problem.js'
import { FileError } from '../core/errors.js'
import { bodyEndedEarly } from '../http/body-reader.js'
import { lingerBytes, lingerMs } from '../http/linger.js'
import { noteAnswer } from '../http/outcome.js'
import { problemType, type RenderedError, toProblem } from '../http/problem.js'
import { securityHeaders } from '../http/security-headers.js'

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

interface BrokenRequestsOptions {
  readonly render: (error: FileError, request: FastifyRequest) => RenderedError
  /** Told of what never became a request. */
  readonly onRefused: (socket: Socket, status: number) => void
}

interface Current {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/**
 * Answers what the HTTP parser could not read, and closes: before there is a request as a problem, within the body of
 * one in the words of its door. An answer that is under way is never written over.
 */
export class BrokenRequests {
  readonly #current = new WeakMap<Socket, Current>()
  /** Connections that are on their way out, with the bytes they had brought until then. */
  readonly #closing = new WeakMap<Socket, number>()

  constructor(private readonly options: BrokenRequestsOptions) {}

  /** Keeps in mind which request a connection carries. */
  install(app: FastifyInstance): void {
    // Asynchronous, so that the parser gets through what has arrived first: whoever looks at the request next finds a
    // body that came with the head complete, or known to be broken.
    app.addHook('onRequest', async (request, reply) => {
      this.#current.set(request.raw.socket, { request, reply })
    })
  }

  readonly answer = (error: ParserError, socket: Socket): void => {
    const since = this.#closing.get(socket)
    if (since !== undefined) {
      // The parser stumbles over everything that still comes. The end of it is a matter of time.
      if (socket.bytesRead - since > lingerBytes) socket.pause()
      return
    }
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    this.#closing.set(socket, socket.bytesRead)
    const current = this.#current.get(socket)
    const reply = current?.reply.raw
    if (!current || !reply || reply.writableFinished) this.#refuseUnread(socket, error)
    // What is broken comes after a request that was whole: that one is answered first, and then nothing more is read.
    else if (current.request.raw.complete) reply.once('finish', () => closeGently(socket))
    else if (!reply.headersSent) this.#refuseBody(socket, current, error)
    // Else it was refused already, before the end of its body; that answer closes the connection itself.
  }

  #refuseUnread(socket: Socket, error: ParserError): void {
    const refusal = problemOf(error)
    this.#refuse(socket, refusal)
    this.options.onRefused(socket, Number.parseInt(refusal.status, 10))
  }

  #refuseBody(socket: Socket, { request, reply }: Current, error: ParserError): void {
    const rendered = this.options.render(bodyEndedEarly(), request)
    const status = `${rendered.status} Bad Request`
    this.#refuse(socket, { ...rendered, requestId: request.id, status })
    // Who closes in the middle of a body has left, as far as anybody can tell, and reads no answer.
    if (error.code !== 'HPE_INVALID_EOF_STATE') noteAnswer(reply, rendered.status)
  }

  #refuse(socket: Socket, { status, mediaType, body, requestId }: Refusal): void {
    const head = [
      `HTTP/1.1 ${status}`,
      `Content-Type: ${mediaType}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      `Date: ${new Date().toUTCString()}`,
      'Connection: close',
      ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    ]
    closeGently(socket, `${head.join('\r\n')}\r\n\r\n${body}`)
  }
}

/** A close right away would be a reset to a client that still sends, and take the answer from it. */
function closeGently(socket: Socket, lastWords = ''): void {
  socket.end(lastWords)
  const timer = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
}

interface Refusal extends Omit<RenderedError, 'status'> {
  readonly status: string
  readonly requestId: string
}

function problemOf(error: ParserError): Refusal {
  const meaning = isUnknownMethod(error) ? unknownMethod : meanings[error.code ?? '']
  const { status, code, detail } = meaning ?? malformed
  const requestId = nanoid()
  const problem = toProblem(new FileError(code, { detail }), requestId)
  const body = JSON.stringify({ ...problem, status: Number.parseInt(status, 10) })
  return { requestId, status, mediaType: problemType, body }
}
