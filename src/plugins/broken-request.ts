import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import { nanoid } from 'nanoid'
import type { ErrorCode } from '../../schemas/problem.js'
import { FileError } from '../core/errors.js'
import { problemType, toProblem } from '../http/problem.js'

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

/** Answers what the HTTP parser could not read, before there is a request, and closes. */
export function answerBrokenRequest(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const meaning = isUnknownMethod(error) ? unknownMethod : meanings[error.code ?? '']
  const { status, code, detail } = meaning ?? malformed
  const requestId = nanoid()
  const problem = toProblem(new FileError(code, { detail }), requestId)
  const body = JSON.stringify({ ...problem, status: Number.parseInt(status, 10) })
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${problemType}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
