import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { replacement } from '../support/changes.js'
import { expectWhole, publish } from '../support/downloads.js'
import type { Changed, FileView } from '../support/wire.js'
import { bytesOf, expectRefused, refusedWith, send, servedAll } from './support/raw.js'
import { bodies, everywhere, type Request, reads, titled, updates } from './support/requests.js'
import { hostileTable } from './support/table.js'
import { content, type Target } from './support/target.js'

const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
const rawBodies = bodies.filter(({ body }) => body?.equals(replacement))
const forms = bodies.filter(({ fields }) => fields.join().includes('multipart'))
const json = bodies.filter(({ fields }) => fields.join().includes('application/json'))

/** The request under another Content-Type, or under several. */
const typed = (request: Request, types: readonly string[]): Request => ({
  ...request,
  fields: types.map((type) => `Content-Type: ${type}`),
})

/** The type under which a raw body came to be stored, and the answer that a browser would be shown. */
async function storedAs(target: Target, request: Request) {
  const { client } = target
  const file = await publish(client, { content, name: 'scratch.bin' })
  const answer = await target.sendRaw(bytesOf(target, request, {}, file), request.method)
  expect([200, 201], answer?.text).toContain(answer?.status)
  const isNew = request.method === 'POST'
  const view = isNew ? answer?.json<FileView>() : answer?.json<Changed>().file
  const shown = await client.get(`/files/${view?.file_id}?disposition=inline`)
  await client.delete(`/files/${view?.file_id}`)
  if (isNew) await client.delete(`/files/${file.id}`)
  return { type: view?.file_type, shown }
}

hostileTable('what a body says it is', [
  {
    id: 'H7',
    sentence: 'a coded body is 415 and never unpacked, nor stored',
    inputs: everywhere(
      bodies,
      {
        gzip: { fields: ['Content-Encoding: gzip'] },
        'a bomb of gzip': { fields: ['Content-Encoding: gzip'], body: bomb },
        GZIP: { fields: ['Content-Encoding: GZIP'] },
        deflate: { fields: ['Content-Encoding: deflate'] },
        br: { fields: ['Content-Encoding: br'] },
        zstd: { fields: ['Content-Encoding: zstd'] },
        'aws-chunked': { fields: ['Content-Encoding: aws-chunked'] },
        'one that nobody knows': { fields: ['Content-Encoding: x-mine'] },
        'two of them': { fields: ['Content-Encoding: identity, gzip'] },
        'two fields': { fields: ['Content-Encoding: identity', 'Content-Encoding: gzip'] },
        'an empty list': { fields: ['Content-Encoding: ,'] },
      },
      refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE')
    ),
  },
  {
    id: 'H12',
    sentence: 'bytes beyond ASCII in what says of a body what it is are read as UTF-8 or refused',
    inputs: [
      ...everywhere(rawBodies, { 'in the type': ['image/p\xff'] }, (target, request, types) =>
        refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE')(target, typed(request, types), {})
      ),
      ...everywhere(
        rawBodies,
        { 'UTF-8 in the name': ['attachment; filename="\xc3\xa9.png"'] },
        (target, request, [value]) =>
          servedAll(target, request, { fields: [`Content-Disposition: ${value}`] })
      ),
      ...everywhere(rawBodies, { 'latin-1 in the name': 'na\xefve.png' }, (target, request, name) =>
        refusedWith(400, 'INVALID_NAME')(target, request, {
          fields: [`Content-Disposition: attachment; filename="${name}"`],
        })
      ),
    ],
  },
  {
    id: 'H13',
    sentence: 'however JSON is spelled, what it may say is checked, or it is 415',
    inputs: everywhere(
      json,
      {
        'a tab and more': ['application/json\ta'],
        'a leading blank': [' application/json'],
        'a leading tab': ['\tapplication/json'],
        capitals: ['APPLICATION/JSON'],
        'a charset': ['application/json; charset=utf-8'],
        'a charset that it is not in': ['application/json; charset=utf-16'],
        'parameters without end': [`application/json${';a=b'.repeat(50)}`],
        'an empty parameter': ['application/json;'],
        'two types': ['application/json, text/plain'],
        'two fields': ['application/json', 'image/png'],
        '+json': ['application/vnd.api+json'],
        'merge-patch+json': ['application/merge-patch+json'],
      },
      async (target, request, types) => {
        const body = '{"file_name":"evil.txt","unknown":1}'
        const answer = await send(target, typed(request, types), { body })
        const status = answer?.status === 415 ? 415 : 400
        const code = status === 415 ? 'UNSUPPORTED_MEDIA_TYPE' : 'INVALID_REQUEST'
        expectRefused(target, answer, { request, status, code })
      }
    ),
  },
  {
    id: 'H14',
    sentence: 'a type that a form door does not read is 415 there, and leaves the process alive',
    inputs: everywhere(
      forms.filter(({ door, method }) => method === 'POST' && door !== 'files'),
      titled([
        'foo/bar',
        'text/html',
        'application/json',
        'application/x-www-form-urlencoded',
        'application/JSON; charset=utf-16',
        'multipart/mixed; boundary=b',
        'nonsense',
        '*/*',
      ]),
      async (target, request, type) => {
        const answer = await send(target, typed(request, [type]), { body: '{"a":1}' })
        const code = request.door === 'form' ? 'NO_FILE' : 'UNSUPPORTED_MEDIA_TYPE'
        expectRefused(target, answer, { request, status: 415, code })
      }
    ),
  },
  {
    id: 'H14',
    sentence: 'a type on a request whose body nobody reads counts for nothing',
    inputs: everywhere(
      [...reads, ...updates.filter(({ method }) => method === 'DELETE')],
      titled(['foo/bar', 'application/json', 'application/json\ta', 'nonsense', '']),
      (target, request, type) => servedAll(target, request, { fields: [`Content-Type: ${type}`] })
    ),
  },
  {
    id: 'H15',
    sentence: 'a raw body without a type is octets, one of 5 KB is 415, and HTML is never shown',
    inputs: [
      ...everywhere(rawBodies, { 'no type': [] }, async (target, request, types) => {
        const { type } = await storedAs(target, typed(request, types))
        expect(type).toBe('application/octet-stream')
      }),
      ...everywhere(
        rawBodies,
        {
          'a type of 5 KB': `text/${'x'.repeat(5000)}`,
          'parameters of 5 KB': `a/b${';a=b'.repeat(1250)}`,
        },
        (target, request, type) =>
          refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE')(target, typed(request, [type]), {})
      ),
      ...everywhere(
        rawBodies,
        titled([
          'text/html',
          'image/svg+xml',
          'text/xml',
          'application/xhtml+xml',
          'text/javascript',
        ]),
        async (target, request, asked) => {
          const { type, shown } = await storedAs(target, typed(request, [asked]))
          expect(type).toBe(asked)
          expectWhole(shown, replacement)
          expect(shown.get('content-disposition')).toMatch(/^attachment;/)
          expect(shown.get('x-content-type-options')).toBe('nosniff')
          expect(shown.get('content-security-policy')).toBe("default-src 'none'; sandbox")
        }
      ),
    ],
  },
])
