import { expect } from 'vitest'
import { uploadedId } from '../support/doors.js'
import { publish } from '../support/downloads.js'
import {
  bytesOf,
  type Changes,
  expectBroken,
  expectRefused,
  expectStored,
  fileOf,
  hostOf,
  raw,
  send,
  servedAll,
} from './support/raw.js'
import { bodies, everywhere, type Request, requests, titled } from './support/requests.js'
import { hostileTable } from './support/table.js'
import { content, type Target } from './support/target.js'

const chunked = ['Transfer-Encoding: chunked']

/** The body of a request in one chunk, with whatever is done to its pieces. */
const inChunks = (
  { body = Buffer.alloc(0) }: Request,
  {
    zeros = '',
    size = body.length.toString(16),
    extension = '',
    end = '0\r\n\r\n',
    line = '\r\n',
  } = {}
): Buffer =>
  Buffer.concat([
    Buffer.from(`${zeros}${size}${extension}${line}`),
    body,
    Buffer.from(`\r\n${end}`),
  ])

type Pieces = NonNullable<Parameters<typeof inChunks>[1]>

/** The body stops where it is said to be longer, and nothing more will come. */
async function cut(target: Target, request: Request, changes: Changes, share: number) {
  const whole = bytesOf(target, request, changes)
  const length = request.body?.length ?? 0
  const connection = await target.client.open()
  await connection.send(whole.subarray(0, whole.length - length + Math.floor(length * share)))
  return connection
}

hostileTable('framing', [
  {
    id: 'H4',
    sentence: 'two lengths, or one that is no number, are 400 and the end of the connection',
    inputs: everywhere(
      requests,
      {
        'a length and a coding': ['Content-Length: 6', ...chunked],
        'a coding and a length': [...chunked, 'Content-Length: 6'],
        'two lengths': ['Content-Length: 6', 'Content-Length: 7'],
        'the same length twice': ['Content-Length: 6', 'Content-Length: 6'],
        'a list of lengths': ['Content-Length: 6, 6'],
        'a negative length': ['Content-Length: -1'],
        'a length of 21 digits': ['Content-Length: 100000000000000000000'],
        'a length of 2^64': ['Content-Length: 18446744073709551616'],
        'a hexadecimal length': ['Content-Length: 0x10'],
        'a signed length': ['Content-Length: +5'],
        'a length with an exponent': ['Content-Length: 1e1'],
        'an empty length': ['Content-Length:'],
        'two numbers': ['Content-Length: 5 5'],
      },
      (target, request, framing) => expectBroken(target, bytesOf(target, request, { framing }))
    ),
  },
  {
    id: 'H5',
    sentence: 'chunks that are none end the request with 400, and nothing of it stays',
    inputs: everywhere<Request, Pieces>(
      bodies,
      {
        'a size that is no number': { size: 'zz' },
        'a negative size': { size: '-1' },
        'a size with 0x': { size: '0x5' },
        'a size with a blank': { size: '5 ' },
        'a size of 17 digits': { size: '10000000000000005' },
        'no size': { size: '' },
        'more bytes than its size': { size: '1' },
        'no line break behind the bytes': { end: '' },
        'extensions of 30 KB': { extension: `;${'x'.repeat(30_000)}` },
        'an extension that ends in a bare line feed': { extension: ';a', line: '\n' },
        'a size that ends in a bare line feed': { line: '\n' },
        'a second size that is none': { end: 'zz\r\n\r\n' },
        'trailers of 30 KB': { end: `0\r\nX: ${'y'.repeat(30_000)}\r\n\r\n` },
        'a trailer that is none': { end: '0\r\nX Y: z\r\n\r\n' },
        'trailers that would cut it': { end: '0\r\nContent-Length: 1\r\n\r\n' },
        'trailers that would frame it anew': { end: '0\r\nTransfer-Encoding: x\r\n\r\n' },
        'no last chunk': { end: '' },
        'half a last chunk': { end: '0\r\n' },
      },
      async (target, request, pieces) => {
        const connection = await target.client.open()
        const body = inChunks(request, pieces)
        await connection.send(bytesOf(target, request, { framing: chunked, body }))
        connection.halfClose()
        const answer = await connection.answer(request.method)
        expectRefused(target, answer, { request, status: 400, code: 'INVALID_REQUEST' })
        expect(answer.get('connection')).toBe('close')
        expect(await connection.rest()).toHaveLength(0)
      }
    ),
  },
  {
    id: 'H5',
    sentence: 'extensions and trailers of good chunks count for nothing, whatever they are called',
    inputs: everywhere<Request, Pieces>(
      bodies,
      {
        'no frills': {},
        extensions: { extension: ';a=b;c="d"' },
        'leading zeros': { zeros: '0'.repeat(100) },
        'a trailer called __proto__': { end: '0\r\n__proto__: x\r\nconstructor: y\r\n\r\n' },
        'trailers that would refuse it': {
          end: '0\r\nIf-Match: "x"\r\nContent-Encoding: gzip\r\nHost: evil.example\r\n\r\n',
        },
        'trailers that would name it': {
          end: '0\r\nContent-Disposition: attachment; filename="evil"\r\nContent-Type: text/html\r\n\r\n',
        },
      },
      (target, request, pieces) =>
        servedAll(target, request, { framing: chunked, body: inChunks(request, pieces) })
    ),
  },
  {
    id: 'H6',
    sentence:
      'a coding that the server does not undo is 400, and nothing is stored as it was coded',
    inputs: everywhere(
      bodies,
      titled([
        'gzip, chunked',
        'x-mine, chunked',
        'chunked, gzip',
        'chunked, chunked',
        'gzip',
        'identity',
        'xchunked',
        'chunked;q=1',
        '"chunked"',
        ',chunked',
      ]),
      async (target, request, coding) => {
        const framing = [`Transfer-Encoding: ${coding}`]
        const answer = await send(target, request, { framing, body: inChunks(request) })
        expect(answer?.status).toBe(400)
        expect(answer?.get('connection')).toBe('close')
      }
    ),
  },
  {
    id: 'H8',
    sentence: 'a body that ends before its length leaves nothing, however its client goes',
    inputs: [
      ...everywhere(
        bodies,
        { nothing: 0, half: 0.5, 'all but the end': 0.99 },
        async (target, request, share) => {
          const connection = await cut(target, request, {}, share)
          connection.halfClose()
          const answer = await connection.answer(request.method)
          expectRefused(target, answer, { request, status: 400, code: 'INVALID_REQUEST' })
          expect(await connection.rest()).toHaveLength(0)
        }
      ),
      ...everywhere(
        bodies,
        { 'half and a reset': 'reset', 'half and a close': 'close' } as const,
        async (target, request, end) => {
          const connection = await cut(target, request, {}, 0.5)
          connection[end]()
        }
      ),
    ],
  },
  {
    id: 'H9',
    sentence:
      'what comes behind the length is not part of the file, and a bad next request ends the connection',
    inputs: [
      ...everywhere(
        bodies,
        { 'at once': false, 'behind the answer': true },
        async (target, request, waits) => {
          const { client } = target
          const file = await publish(client, { content, name: 'scratch.txt' })
          const connection = await client.open()
          const whole = bytesOf(target, request, {}, file)
          await connection.send(waits ? whole : Buffer.concat([whole, Buffer.from('67890')]))
          const answer = await connection.answer(request.method)
          expect([200, 201], answer.text).toContain(answer.status)
          if (waits) {
            await connection.send('67890\r\n\r\n')
            expect((await connection.answer()).status).toBe(400)
          }
          expect(await connection.rest()).toHaveLength(0)
          const isNew = request.method === 'POST'
          await expectStored(target, isNew ? uploadedId(request.door, answer) : file.id, request)
          await client.delete(`/files/${file.id}`)
        }
      ),
      ...everywhere(
        bodies.filter(({ title }) => /form|JSON/.test(title)),
        { 'a length that cuts what has an end of its own': 4 },
        async (target, request, missing) => {
          const length = (request.body?.length ?? 0) - missing
          const answer = await send(target, request, { framing: [`Content-Length: ${length}`] })
          const code = request.title.includes('JSON') ? 'INVALID_REQUEST' : 'BAD_MULTIPART'
          expectRefused(target, answer, { request, status: 400, code })
        }
      ),
    ],
  },
  {
    id: 'H24',
    sentence: 'codings that others may read differently are never taken for chunks',
    inputs: [
      ...everywhere(
        bodies,
        {
          'a blank before the colon': ['Transfer-Encoding : chunked'],
          'a vertical tab': ['Transfer-Encoding: \x0bchunked'],
          'two fields': [...chunked, ...chunked],
          'two fields of which one is none': ['Transfer-Encoding: identity', ...chunked],
          'a folded line': ['Transfer-Encoding:', ' chunked'],
          'a length behind a bare line feed': ['X-A: b\nContent-Length: 6', ...chunked],
          'a length behind a bare carriage return': ['X-A: b\rContent-Length: 6', ...chunked],
        },
        async (target, request, framing) => {
          const answer = await send(target, request, { framing, body: inChunks(request) })
          expect(answer?.status).toBe(400)
          expect(answer?.get('connection')).toBe('close')
        }
      ),
      ...everywhere(
        bodies,
        { 'HTTP/1.0': [], 'HTTP/1.0 that would be kept': ['Connection: keep-alive'] },
        async (target, request, fields) => {
          const connection = await target.client.open()
          const changes = { version: '1.0', framing: chunked, body: inChunks(request), fields }
          await connection.send(bytesOf(target, request, changes))
          const answer = await connection.answer(request.method)
          expectRefused(target, answer, { request, status: 400, code: 'INVALID_REQUEST' })
          expect(await connection.rest()).toHaveLength(0)
        }
      ),
    ],
  },
  {
    id: 'H25',
    sentence: 'a request within the body of another is never carried out',
    inputs: [
      ...everywhere(
        requests.filter(({ method }) => ['GET', 'HEAD'].includes(method)),
        { 'with a length': false, 'in a chunk': true },
        async (target, request, coded) => {
          const { client } = target
          const file = await publish(client, { content, name: 'scratch.txt' })
          const hidden = raw([`DELETE /files/${fileOf(target).id} HTTP/1.1`, hostOf(target)])
          const framing = coded
            ? { framing: chunked, body: inChunks({ ...request, body: hidden }) }
            : { body: hidden }
          const connection = await client.open()
          await connection.send(bytesOf(target, request, framing, file))
          expect((await connection.answer(request.method)).status).toBe(200)
          // The connection is kept or closed; in neither case there is a second answer.
          connection.halfClose()
          expect(await connection.rest()).toHaveLength(0)
          await client.delete(`/files/${file.id}`)
        }
      ),
      ...everywhere(
        bodies,
        { 'of one that is refused': ['Content-Encoding: gzip'] },
        async (target, request, fields) => {
          const body = raw([
            `DELETE /files/${fileOf(target).id} HTTP/1.1`,
            hostOf(target),
          ]).toString()
          const connection = await target.client.open()
          await connection.send(bytesOf(target, request, { fields, body: body.repeat(3) }))
          const answer = await connection.answer(request.method)
          expectRefused(target, answer, { request, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
          expect(await connection.rest()).toHaveLength(0)
        }
      ),
    ],
  },
  {
    id: 'H26',
    sentence: 'a request that asks for another protocol beside itself is carried out in this one',
    inputs: everywhere(
      requests,
      {
        h2c: [
          'Connection: Upgrade, HTTP2-Settings',
          'Upgrade: h2c',
          'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
        ],
        websocket: ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
        'something else': ['Connection: Upgrade', 'Upgrade: TLS/1.0, HTTP/3.0'],
      },
      (target, request, fields) => servedAll(target, request, { fields })
    ),
  },
])

hostileTable(
  'silence',
  [
    {
      id: 'H8',
      sentence: 'a body that stops coming is 408, and nothing of it stays',
      inputs: everywhere(bodies, { nothing: 0, half: 0.5 }, async (target, request, share) => {
        const connection = await cut(target, request, {}, share)
        const answer = await connection.answer(request.method)
        expectRefused(target, answer, { request, status: 408, code: 'REQUEST_TIMEOUT' })
        expect(answer.get('connection')).toBe('close')
        connection.close()
      }),
    },
    {
      id: 'H8',
      sentence: 'chunks that stop coming are 408, and nothing of them stays',
      inputs: everywhere(bodies, { 'no last chunk': 0 }, async (target, request) => {
        const connection = await target.client.open()
        const body = inChunks(request, { end: '' })
        await connection.send(bytesOf(target, request, { framing: chunked, body }))
        const answer = await connection.answer(request.method)
        expectRefused(target, answer, { request, status: 408, code: 'REQUEST_TIMEOUT' })
        connection.close()
      }),
    },
  ],
  { BODY_IDLE_TIMEOUT: '400ms' }
)
