import type { FastifyReply, FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { type ErrorCode, problemTitles } from '../../schemas/problem.js'
import { FileError } from '../../src/core/errors.js'
import { renderProblem, sendError, statusOf, toProblem } from '../../src/http/problem.js'

const codes = Object.keys(problemTitles) as ErrorCode[]
const request = { id: 'request-1' } as FastifyRequest

/** What is sent of an error. */
function sent(error: FileError) {
  const headers: Record<string, string> = {}
  const answer = { status: 0, body: '' }
  const reply = {
    header: (name: string, value: string) => {
      headers[name] = value
      return reply
    },
    code: (status: number) => {
      answer.status = status
      return reply
    },
    type: (mediaType: string) => reply.header('content-type', mediaType),
    send: (body: string) => {
      answer.body = body
    },
  }
  sendError(reply as unknown as FastifyReply, error, renderProblem(error, request))
  return { ...answer, headers }
}

describe('statusOf', () => {
  // The table of the contract, section 8.
  const table: Record<number, string> = {
    400: 'INVALID_REQUEST EMPTY_REQUEST BAD_MULTIPART INVALID_NAME DIGEST_MISMATCH UNSUPPORTED_DIGEST',
    404: 'FILE_NOT_FOUND ROUTE_NOT_FOUND',
    405: 'METHOD_NOT_ALLOWED',
    406: 'NOT_ACCEPTABLE',
    408: 'REQUEST_TIMEOUT',
    412: 'PRECONDITION_FAILED',
    413: 'FILE_TOO_LARGE',
    415: 'UNSUPPORTED_MEDIA_TYPE',
    416: 'RANGE_NOT_SATISFIABLE',
    422: 'NO_FILE TOO_MANY_FILES',
    500: 'INTERNAL CONTENT_MISSING',
    503: 'STORE_UNAVAILABLE DURABILITY_UNKNOWN SHUTTING_DOWN',
    507: 'INSUFFICIENT_STORAGE',
  }

  test.each(Object.entries(table))('%s is the status of %s', (status, list) => {
    for (const code of list.split(' ')) expect(statusOf[code as ErrorCode]).toBe(Number(status))
  })
})

describe('a problem', () => {
  test.each(codes)('of %s has all members of RFC 9457 and ours', (code) => {
    expect(toProblem(new FileError(code), 'request-1')).toEqual({
      type: 'about:blank',
      title: problemTitles[code],
      status: statusOf[code],
      detail: problemTitles[code],
      code,
      request_id: 'request-1',
    })
  })

  test('says what went wrong in this case', () => {
    const error = new FileError('INVALID_NAME', { detail: 'The file name is empty' })
    expect(toProblem(error, 'x')).toMatchObject({
      title: 'The file name is not acceptable',
      detail: 'The file name is empty',
    })
  })

  test('shows nothing of the cause', () => {
    const cause = new Error('/var/data/secret')
    const text = JSON.stringify(toProblem(new FileError('INTERNAL', { cause }), 'x'))
    expect(text).not.toMatch(/secret|stack|\.ts/)
  })
})

describe('sendError', () => {
  test('sends the problem with its media type and status', () => {
    const { status, headers, body } = sent(new FileError('FILE_NOT_FOUND'))
    expect(status).toBe(404)
    expect(headers).toEqual({ 'content-type': 'application/problem+json' })
    expect(JSON.parse(body)).toMatchObject({ code: 'FILE_NOT_FOUND', request_id: 'request-1' })
  })

  test.each(codes)('says when to come back with a 429 or 503, and only then: %s', (code) => {
    const { status, headers } = sent(new FileError(code))
    expect(headers['retry-after'] !== undefined).toBe([429, 503].includes(status))
  })

  test('gives the size to a range that cannot be satisfied, 0 included', () => {
    for (const size of [0, 10]) {
      const error = new FileError('RANGE_NOT_SATISFIABLE', { facts: { size } })
      expect(sent(error).headers['content-range']).toBe(`bytes */${size}`)
    }
  })

  test('gives the methods that there are', () => {
    const error = new FileError('METHOD_NOT_ALLOWED', { facts: { allow: ['GET', 'HEAD'] } })
    expect(sent(error).headers.allow).toBe('GET, HEAD')
  })
})
