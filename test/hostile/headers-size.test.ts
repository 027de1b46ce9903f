import { expect } from 'vitest'
import { uploadedId } from '../support/doors.js'
import {
  bytesOf,
  type Changes,
  expectRefused,
  expectServed,
  expectStored,
  refusedWith,
  send,
  servedAll,
} from './support/raw.js'
import { bodies, downloads, everywhere, type Request, requests } from './support/requests.js'
import { hostileTable } from './support/table.js'
import type { Target } from './support/target.js'

const kibibytes = (count: number) => 'x'.repeat(count * 1024)
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index))

/** Refused by the parser, which knows no doors, with the connection closed behind it. */
const refusedUnread =
  (status: number) =>
  async (target: Target, request: Request, changes: Changes): Promise<void> => {
    const connection = await target.client.open()
    await connection.send(bytesOf(target, request, changes))
    const answer = await connection.answer()
    target.refused(answer, status, 'INVALID_REQUEST')
    expect(answer.get('connection')).toBe('close')
    expect(await connection.rest()).toHaveLength(0)
  }

/** More fields than Node keeps when it is not told to keep them all, in a header that is not too large. */
const crowd = many(2100, () => 'a:b')

hostileTable(
  'the size of headers',
  [
    {
      id: 'H11',
      sentence: 'a header over 16 KiB is 431, in one field, in many, or in a name',
      inputs: everywhere(
        requests,
        {
          'one field of 17 KiB': { fields: [`X-Long: ${kibibytes(17)}`] },
          'one field of 1 MiB': { fields: [`X-Long: ${kibibytes(1024)}`] },
          'a name of 17 KiB': { fields: [`${kibibytes(17)}: x`] },
          '2 500 fields of 25 KiB in all': { fields: many(2500, (i) => `X-Long-${i}: y`) },
          'a Cookie of 64 KiB': { fields: [`Cookie: ${kibibytes(64)}`] },
        },
        refusedUnread(431)
      ),
    },
    {
      id: 'H11',
      sentence:
        'many fields in few bytes, and fields named like members of a prototype, are no trouble',
      inputs: everywhere(
        requests,
        {
          // Node CVE-2026-21710: a field named __proto__ ended the process.
          __proto__: { fields: ['__proto__: x', 'constructor: y', 'hasOwnProperty: z'] },
          'the same name twice': { fields: ['__proto__: x', '__proto__: y', 'toString: z'] },
          '2 100 fields of one name': { fields: crowd },
          '2 500 fields': { fields: many(2500, (i) => `X${i}:`) },
          '12 000 fields without a value': { fields: many(12_000, () => 'a:') },
          'a field of 15 KiB': { fields: [`X-Long: ${kibibytes(15)}`] },
        },
        servedAll
      ),
    },
    {
      id: 'H20',
      sentence: 'a target of more than 16 KiB is 431',
      inputs: everywhere(
        requests,
        {
          'a query of 17 KiB': { path: (path: string) => `${path}?a=${kibibytes(17)}` },
          'a path of 17 KiB': { path: (path: string) => `${path}/${kibibytes(17)}` },
          'a path of 1 MiB': { path: (path: string) => `${path}/${kibibytes(1024)}` },
        },
        refusedUnread(431)
      ),
    },
    {
      id: 'H20',
      sentence:
        'two thousand members of a query, or a fragment, are 400 but where links gather them',
      inputs: everywhere(
        requests.filter(({ title }) => !title.includes('?')),
        {
          '2 000 members': (path: string) => `${path}?${many(2000, (i) => `a${i}=1`).join('&')}`,
          'one member 8 000 times': (path: string) => `${path}?${'a&'.repeat(8000)}`,
          'a fragment': (path: string) => `${path}#evil`,
        },
        async (target, request, path) => {
          if (request.anyQuery) await expectServed(target, request, { path })
          else await refusedWith(400, 'INVALID_REQUEST')(target, request, { path })
        }
      ),
    },
    {
      id: 'H21',
      sentence: 'two thousand fields before it hide no field from the server',
      inputs: [
        ...everywhere(
          bodies,
          { 'Content-Encoding': 'Content-Encoding: gzip' },
          (target, request, field) =>
            refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE')(target, request, {
              first: crowd,
              fields: [field],
            })
        ),
        ...everywhere(
          bodies.filter(({ method }) => method === 'PUT'),
          { 'If-Match': 'If-Match: "other"' },
          (target, request, field) =>
            refusedWith(412, 'PRECONDITION_FAILED')(target, request, {
              first: crowd,
              fields: [field],
            })
        ),
        ...everywhere(
          downloads,
          { 'If-None-Match': 'If-None-Match: *' },
          async (target, request, field) => {
            const answer = await send(target, request, { first: crowd, fields: [field] })
            expect(answer?.status).toBe(304)
          }
        ),
        ...everywhere(
          requests,
          { 'Sec-Fetch-Site': 'Sec-Fetch-Site: cross-site' },
          async (target, request, field) => {
            const changes = { first: crowd, fields: [field] }
            if (['GET', 'HEAD'].includes(request.method))
              await expectServed(target, request, changes)
            else {
              const answer = await send(target, request, changes)
              expectRefused(target, answer, { request, status: 403, code: 'CROSS_SITE' })
            }
          }
        ),
        ...everywhere(requests, { Host: 'Host: evil.example' }, (target, request, field) =>
          refusedWith(421, 'MISDIRECTED_REQUEST')(target, request, {
            first: crowd,
            host: [],
            fields: [field],
          })
        ),
      ],
    },
    {
      id: 'H22',
      sentence: 'a field that is named in Connection counts all the same',
      inputs: [
        ...everywhere(
          bodies.filter(({ method }) => method === 'PUT'),
          { 'If-Match': ['Connection: If-Match, Content-Length, Host', 'If-Match: "other"'] },
          (target, request, fields) =>
            refusedWith(412, 'PRECONDITION_FAILED')(target, request, { fields })
        ),
        ...everywhere(
          bodies.filter(({ method }) => method === 'POST'),
          { 'Content-Length': ['Connection: Content-Length, Content-Type, Host'] },
          async (target, request, fields) => {
            const answer = await target.sendRaw(bytesOf(target, request, { fields }), 'POST')
            expect([200, 201]).toContain(answer?.status)
            if (answer) await expectStored(target, uploadedId(request.door, answer), request)
          }
        ),
      ],
    },
  ],
  {},
  { direct: 'nginx has a limit of its own' }
)
