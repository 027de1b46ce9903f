import { expect } from 'vitest'
import { type Change, change, changes, replacements } from '../support/changes.js'
import { requestHead } from '../support/client.js'
import { expectError, metadataOf } from '../support/doors.js'
import {
  type DownloadRoute,
  downloadRoutes,
  expectPart,
  expectWhole,
  type Published,
  shifted,
} from '../support/downloads.js'
import type { Changed } from '../support/wire.js'
import { fileOf } from './support/raw.js'
import { everywhere, titled } from './support/requests.js'
import { withFile } from './support/scratch.js'
import { hostileTable } from './support/table.js'
import { content, type Target } from './support/target.js'

type Fields = (file: Published) => Readonly<Record<string, string>>

/** Refused with 412, and the file is as it was. */
const failing = (target: Target, how: Change, fields: Fields) =>
  withFile(target, async (file) => {
    const before = await metadataOf(target.client, file.id)
    const answer = await change(target.client, how, file.id, fields(file))
    target.refused(answer, 412, 'PRECONDITION_FAILED')
    expect(await metadataOf(target.client, file.id)).toEqual(before)
  })

/** What comes of a conditional read: a whole file, a part of it, or no content and why. */
const reading = (
  target: Target,
  route: DownloadRoute,
  [status, fields]: readonly [number, Fields]
) =>
  withFile(target, async (file) => {
    const headers = fields(file)
    for (const method of ['GET', 'HEAD']) {
      const answer = await target.client.request(method, route.path(file), { headers })
      const expected = method === 'HEAD' && status === 206 ? 200 : status
      expect(answer.status, method).toBe(expected)
      if (method === 'HEAD' || status === 304) expect(answer.body).toHaveLength(0)
      else if (status === 200) expectWhole(answer, content)
      else if (status === 206) expectPart(answer, content, 0, 2)
      else expectError(answer, route.door, status, 'PRECONDITION_FAILED')
      if (status === 304) expect(answer.get('etag')).toBe(file.etag)
    }
  })

const matching: Readonly<Record<string, Fields>> = {
  'a wrong tag': () => ({ 'If-Match': '"wrong"' }),
  'the weak tag': ({ etag }) => ({ 'If-Match': `W/${etag}` }),
  'the tag without quotes': ({ etag }) => ({ 'If-Match': etag.slice(1, -1) }),
  'the tag in capitals': ({ etag }) => ({ 'If-Match': etag.toUpperCase() }),
  'the tag within another': ({ etag }) => ({ 'If-Match': `"x${etag.slice(1)}` }),
  'the tag without its revision': ({ etag }) => ({ 'If-Match': etag.replace('.1"', '"') }),
  'a star in quotes': () => ({ 'If-Match': '"*"' }),
  'a list of 3 000 tags': () => ({ 'If-Match': '"x", '.repeat(3000) }),
  'quotes without end': () => ({ 'If-Match': '"'.repeat(15_000) }),
  nothing: () => ({ 'If-Match': '' }),
}

/** So many clients do the same at once; the statuses of their answers. */
const atOnce = async (count: number, send: () => Promise<{ readonly status: number }>) =>
  (await Promise.all(Array.from({ length: count }, send))).map(({ status }) => status).sort()

hostileTable('conditionals', [
  {
    id: 'C1',
    sentence: 'If-None-Match of the file, in whatever form, is 304 with the tag and no content',
    inputs: everywhere<DownloadRoute, readonly [number, Fields]>(
      downloadRoutes,
      {
        'the tag': [304, ({ etag }) => ({ 'If-None-Match': etag })],
        'the weak tag': [304, ({ etag }) => ({ 'If-None-Match': `W/${etag}` })],
        'a list': [304, ({ etag }) => ({ 'If-None-Match': `"a", W/"b" , ${etag},"c"` })],
        'a list with gaps': [304, ({ etag }) => ({ 'If-None-Match': `,,${etag} ,,` })],
        'any tag': [304, () => ({ 'If-None-Match': '*' })],
        'another tag': [200, () => ({ 'If-None-Match': '"other"' })],
        'a list of 3 000 tags': [200, () => ({ 'If-None-Match': '"x", '.repeat(3000) })],
      },
      reading
    ),
  },
  {
    id: 'C2',
    sentence: 'If-Match of anything but the tag is 412 on every change, and no byte is written',
    inputs: everywhere(changes, matching, failing),
  },
  {
    id: 'C2',
    sentence: 'If-Match of anything but the tag is 412 on every download',
    inputs: everywhere(downloadRoutes, matching, (target, route, fields) =>
      reading(target, route, [412, fields])
    ),
  },
  {
    id: 'C2',
    sentence: 'where there is no file, no condition makes anything else of the 404',
    inputs: everywhere<Change, Fields>(
      changes,
      {
        ...matching,
        'any tag': () => ({ 'If-Match': '*' }),
        none: () => ({ 'If-None-Match': '*' }),
      },
      async (target, how, fields) => {
        const nothing = { id: 'nothing', name: '', etag: '"x.1"', modified: '' }
        const answer = await change(target.client, how, 'nothing', fields(nothing))
        target.refused(answer, 404, 'FILE_NOT_FOUND')
      }
    ),
  },
  {
    id: 'C3',
    sentence: 'If-None-Match: * is 412 for each of 50 at once: PUT never creates',
    inputs: everywhere(replacements, { 'one alone': 1, '50 at once': 50 }, (target, how, count) =>
      withFile(target, async (file) => {
        const before = await metadataOf(target.client, file.id)
        const headers = { 'If-None-Match': '*' }
        const send = () => change(target.client, how, file.id, headers)
        expect(await atOnce(count, send)).toEqual(Array(count).fill(412))
        expect(await metadataOf(target.client, file.id)).toEqual(before)
      })
    ),
  },
  {
    id: 'C4',
    sentence: 'of 50 changes at once with the right If-Match exactly one happens',
    inputs: [
      ...everywhere(replacements, { 'all alike': 50 }, (target, how, count) =>
        withFile(target, async (file) => {
          const headers = { 'If-Match': file.etag }
          const send = () => change(target.client, how, file.id, headers)
          expect(await atOnce(count, send)).toEqual([200, ...Array(count - 1).fill(412)])
          expect((await metadataOf(target.client, file.id)).revision).toBe(2)
        })
      ),
      ...everywhere([{ title: 'every way' }], { 'ten of each': 10 }, (target, _place, count) =>
        withFile(target, async ({ id, etag }) => {
          const sent = replacements.flatMap((how) =>
            Array.from({ length: count }, () =>
              change(target.client, how, id, { 'If-Match': etag })
            )
          )
          const winners = (await Promise.all(sent)).filter(({ status }) => status === 200)
          expect(winners).toHaveLength(1)
          expect(winners[0]?.json<Changed>().file).toEqual(await metadataOf(target.client, id))
        })
      ),
      ...everywhere([{ title: 'DELETE' }], { '50 deletions': 50 }, (target, _place, count) =>
        withFile(target, async ({ id, etag }) => {
          const statuses = await atOnce(count, () =>
            target.client.delete(`/files/${id}`, { 'If-Match': etag })
          )
          expect(statuses).toEqual([200, ...Array(count - 1).fill(404)])
        })
      ),
    ],
  },
  {
    id: 'C5',
    sentence: 'a date that is none is ignored, one in an old form or far ahead is read',
    inputs: [
      ...everywhere(
        downloadRoutes,
        titled([
          'yesterday',
          '',
          '0',
          '-1',
          'Fri, 31 Dec 99999 23:59:59 GMT',
          'Fri, 31 Feb 2025 00:00:00 GMT',
          '2099-01-01T00:00:00Z',
          `Sun, ${'0'.repeat(10_000)}6 Nov 1994 08:49:37 GMT`,
          'Sunday, 06-Nov-94 08:49:37 GMT',
          'Sun Nov  6 08:49:37 1994',
        ]),
        (target, route, date) =>
          reading(target, route, [200, () => ({ 'If-Modified-Since': date })])
      ),
      ...everywhere(
        downloadRoutes,
        titled(['Fri, 31 Dec 9999 23:59:59 GMT', 'Fri Dec 31 23:59:59 9999']),
        (target, route, date) =>
          reading(target, route, [304, () => ({ 'If-Modified-Since': date })])
      ),
      ...everywhere(
        changes,
        titled([
          'yesterday',
          '',
          'Fri, 31 Dec 99999 23:59:59 GMT',
          'Fri, 31 Dec 9999 23:59:59 GMT',
        ]),
        (target, how, date) =>
          withFile(target, async ({ id }) => {
            const headers = { 'If-Unmodified-Since': date }
            expect((await change(target.client, how, id, headers)).status).toBe(200)
          })
      ),
      ...everywhere(
        changes,
        {
          'an earlier date': (file) => ({ 'If-Unmodified-Since': shifted(file, -1) }),
          'RFC 850': () => ({ 'If-Unmodified-Since': 'Sunday, 06-Nov-94 08:49:37 GMT' }),
          asctime: () => ({ 'If-Unmodified-Since': 'Sun Nov  6 08:49:37 1994' }),
        },
        failing
      ),
    ],
  },
  {
    id: 'C6',
    sentence: 'conditions that contradict each other are decided in the order of the RFC',
    inputs: everywhere<DownloadRoute, readonly [number, Fields]>(
      downloadRoutes,
      {
        'If-Match holds, If-Unmodified-Since does not': [
          200,
          (file) => ({ 'If-Match': file.etag, 'If-Unmodified-Since': shifted(file, -1) }),
        ],
        'If-Match fails, If-Unmodified-Since holds': [
          412,
          (file) => ({ 'If-Match': '"x"', 'If-Unmodified-Since': shifted(file, 1) }),
        ],
        'If-Match fails, If-None-Match is of the file': [
          412,
          ({ etag }) => ({ 'If-Match': '"x"', 'If-None-Match': etag }),
        ],
        'If-None-Match of another, If-Modified-Since of the file': [
          200,
          ({ modified }) => ({ 'If-None-Match': '"x"', 'If-Modified-Since': modified }),
        ],
        'If-None-Match, If-Modified-Since and a range': [
          304,
          ({ etag, modified }) => ({
            'If-None-Match': etag,
            'If-Modified-Since': modified,
            Range: 'bytes=0-1',
          }),
        ],
        '304 before a range outside the file': [
          304,
          ({ etag }) => ({ 'If-None-Match': etag, Range: 'bytes=1000-' }),
        ],
        '412 before a range outside the file': [
          412,
          () => ({ 'If-Match': '"x"', Range: 'bytes=1000-' }),
        ],
        'all of them hold': [
          206,
          (file) => ({
            'If-Match': file.etag,
            'If-None-Match': '"x"',
            'If-Range': file.etag,
            Range: 'bytes=0-1',
          }),
        ],
      },
      reading
    ),
  },
  {
    id: 'C8',
    sentence: 'DELETE with the tag from before a change is 412, and the file stays',
    inputs: everywhere(replacements, { 'the old tag': '' }, (target, how) =>
      withFile(target, async ({ id, etag }) => {
        expect((await change(target.client, how, id)).status).toBe(200)
        const before = await metadataOf(target.client, id)
        const answer = await target.client.delete(`/files/${id}`, { 'If-Match': etag })
        target.refused(answer, 412, 'PRECONDITION_FAILED')
        expect(await metadataOf(target.client, id)).toEqual(before)
      })
    ),
  },
  {
    id: 'C9',
    sentence: 'a request that is wrong in itself is refused for that, whatever its conditions',
    inputs: everywhere(
      replacements,
      {
        'a coding': [415, 'UNSUPPORTED_MEDIA_TYPE', { 'Content-Encoding': 'gzip' }],
        'a part': [400, 'INVALID_REQUEST', { 'Content-Range': 'bytes 0-1/5' }],
        'too much': [413, 'FILE_TOO_LARGE', { 'Content-Length': String(2 ** 50) }],
      } as const,
      async (target, how, [status, code, headers]) => {
        const more = { ...headers, 'If-Match': '"x"', 'If-None-Match': '*' }
        const answer = await change(target.client, how, fileOf(target).id, more)
        target.refused(answer, status, code)
      }
    ),
  },
])

hostileTable(
  'conditions before a body',
  [
    {
      id: 'C7',
      sentence: 'a condition that fails is answered before the body, however long that would be',
      inputs: everywhere(
        replacements,
        { 'with its length': false, 'in chunks': true },
        async (target, how, chunked) => {
          const connection = await target.client.open()
          const isJson = how.title.includes('JSON')
          const length = isJson ? 64 * 1024 : 1024 ** 3
          const framing = chunked
            ? { 'Transfer-Encoding': 'chunked' }
            : { 'Content-Length': String(length) }
          const headers = {
            Host: target.client.host,
            ...how.headers,
            ...framing,
            'If-Match': '"x"',
          }
          await connection.send(requestHead('PUT', how.path(fileOf(target).id), headers))
          const answer = await connection.answer('PUT')
          target.refused(answer, 412, 'PRECONDITION_FAILED')
          expect(answer.get('connection')).toBe('close')
          connection.close()
        }
      ),
    },
  ],
  {},
  { direct: 'nginx keeps the connections of clients in its own way' }
)
