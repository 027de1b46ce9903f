import { expect } from 'vitest'
import {
  bytesOf,
  expectBroken,
  expectRefused,
  expectServed,
  fileOf,
  refusedWith,
  send,
  servedAll,
} from './support/raw.js'
import { bodies, everywhere, type Request, requests, titled } from './support/requests.js'
import { hostileTable } from './support/table.js'

hostileTable(
  'header fields',
  [
    {
      id: 'H10',
      sentence: 'an expectation that will not be met is 417 before the body',
      inputs: everywhere(
        requests,
        titled(['x', '200-ok', '100-continue, x', 'x, 100-continue', '100-continue=yes', '100']),
        async (target, request, value) => {
          const answer = await send(target, request, { fields: [`Expect: ${value}`] })
          expect(answer?.interim).toEqual([])
          const plain: Request = { ...request, door: 'files' }
          expectRefused(target, answer, { request: plain, status: 417, code: 'INVALID_REQUEST' })
        }
      ),
    },
    {
      id: 'H12',
      sentence: 'a field that is folded, or has a NUL, a bare CR or a blank in its name, is 400',
      inputs: everywhere(
        requests,
        {
          'a folded line': ['X-A: b', ' c'],
          'a line folded by a tab': ['X-A: b', '\tc'],
          'a NUL in a value': ['X-A: b\0c'],
          'a NUL in a name': ['X\0A: b'],
          'a bare CR in a value': ['X-A: b\rc'],
          'a bare CR and a field': ['X-A: b\rHost: evil.example'],
          'a bell in a value': ['X-A: b\x07c'],
          'a DEL in a value': ['X-A: b\x7fc'],
          'a blank in a name': ['X A: b'],
          'a blank before the colon': ['X-A : b'],
          'no colon': ['X-A'],
          'no name': [': b'],
          'latin-1 in a name': ['X-\xe9: b'],
        },
        (target, request, fields) => expectBroken(target, bytesOf(target, request, { fields }))
      ),
    },
    {
      id: 'H12',
      sentence: 'bytes beyond ASCII in a value are no trouble where nobody reads it',
      inputs: everywhere(
        requests,
        {
          'latin-1': ['X-A: \xe9\xff'],
          'UTF-8': [`X-A: ${Buffer.from('文📝').toString('latin1')}`],
          'in what is read': [
            'X-Request-Id: \xe9',
            'User-Agent: \xff\xfe',
            'Accept-Language: \xe9',
            'Cookie: \xe9=\xff',
            'If-Modified-Since: \xe9',
          ],
        },
        (target, request, fields) => servedAll(target, request, { fields })
      ),
    },
    {
      id: 'H18',
      sentence:
        'whatever is acceptable, there is an answer; the named door says when it is not its JSON',
      inputs: everywhere(
        requests,
        titled([
          'Accept: application/nothing',
          'Accept: */*;q=0',
          'Accept: ;;;,,,',
          `Accept: ${'a/b,'.repeat(3000)}`,
          'Accept-Encoding: identity;q=0',
          'Accept-Encoding: *;q=0',
          'Accept-Encoding: gzip;q=1, identity;q=0, x;q=nonsense',
          'Accept-Charset: utf-7',
          'Accept-Language: xx-nowhere;q=0',
        ]),
        async (target, request, field) => {
          const fields = [field]
          const path = request.path(fileOf(target))
          if (path === '/api/files' && field.startsWith('Accept: ')) {
            await refusedWith(406, 'NOT_ACCEPTABLE')(target, request, { fields })
            return
          }
          const answer = await expectServed(target, request, { fields })
          expect(answer.get('content-encoding')).toBeUndefined()
        }
      ),
    },
    {
      id: 'H19',
      sentence: 'another origin may change nothing, and is told nothing that lets it read',
      inputs: [
        ...everywhere(
          requests,
          titled(['https://evil.example', 'null', 'http://localhost:1', 'file://', '*']),
          async (target, request, origin) => {
            const fields = [
              `Origin: ${origin}`,
              'Cookie: session=1',
              'Access-Control-Request-Method: PUT',
            ]
            const isReading = ['GET', 'HEAD'].includes(request.method)
            const answer = isReading
              ? await expectServed(target, request, { fields })
              : await send(target, request, { fields })
            if (!isReading)
              expectRefused(target, answer, { request, status: 403, code: 'CROSS_SITE' })
            expect(
              answer?.fields.filter(([name]) => /^access-control-|^vary$/i.test(name))
            ).toEqual([])
            expect(answer?.get('cross-origin-resource-policy')).toBe('same-origin')
          }
        ),
        ...everywhere(
          requests,
          titled(['PUT', 'DELETE', 'GET', 'X'.repeat(1000)]),
          async (target, request, method) => {
            const fields = [
              'Origin: https://evil.example',
              `Access-Control-Request-Method: ${method}`,
              `Access-Control-Request-Headers: authorization, x-${'a'.repeat(1000)}`,
            ]
            const preflight = { ...request, method: 'OPTIONS', fields: [] }
            const answer = await target.sendRaw(
              bytesOf(target, preflight, { fields, framing: [], body: '' })
            )
            expectRefused(target, answer, {
              request: preflight,
              status: 405,
              code: 'METHOD_NOT_ALLOWED',
            })
            expect(answer?.fields.filter(([name]) => /^access-control-/i.test(name))).toEqual([])
          }
        ),
      ],
    },
  ],
  {},
  { direct: 'nginx refuses and removes some fields itself' }
)

hostileTable(
  'header fields before a body that is too long',
  [
    {
      id: 'H10',
      sentence: 'whoever waits for 100 with a body that is too long is told so at once',
      inputs: everywhere(
        bodies,
        { '100-continue': '100-continue' },
        async (target, request, value) => {
          const framing = [`Content-Length: ${3 * 1024 * 1024}`]
          const changes = { framing, body: '', fields: [`Expect: ${value}`] }
          const answer = await send(target, request, changes)
          expect(answer?.interim).toEqual([])
          expectRefused(target, answer, { request, status: 413, code: 'FILE_TOO_LARGE' })
          expect(answer?.get('connection')).toBe('close')
        }
      ),
    },
  ],
  { MAX_FILE_SIZE: '1MiB' },
  { direct: 'nginx says itself who may go on' }
)
