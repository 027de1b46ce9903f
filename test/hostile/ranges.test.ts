import { expect } from 'vitest'
import { change, changes, replacements } from '../support/changes.js'
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
import { fileOf } from './support/raw.js'
import { everywhere, titled } from './support/requests.js'
import { withBytes, withFile } from './support/scratch.js'
import { hostileTable } from './support/table.js'
import { content, type Target } from './support/target.js'

const size = content.length
const mebibyte = 1024 * 1024

const get = (target: Target, route: DownloadRoute, range: string) =>
  target.client.get(route.path(fileOf(target)), { Range: range })

/** The whole file comes back, which counts. */
async function whole(target: Target, route: DownloadRoute, range: string): Promise<void> {
  expectWhole(await get(target, route, range), content)
  target.delivered()
}

async function unsatisfiable(target: Target, route: DownloadRoute, range: string): Promise<void> {
  const answer = await get(target, route, range)
  expectError(answer, route.door, 416, 'RANGE_NOT_SATISFIABLE')
  expect(answer.get('content-range')).toBe(`bytes */${size}`)
}

async function part(
  target: Target,
  route: DownloadRoute,
  [range, start, end]: readonly [string, number, number]
): Promise<void> {
  expectPart(await get(target, route, range), content, start, end)
  if (end === size) target.delivered()
}

const many = (count: number, range: (index: number) => string) =>
  `bytes=${Array.from({ length: count }, (_, index) => range(index)).join(',')}`

hostileTable('ranges', [
  {
    id: 'R1',
    sentence: 'one byte, an open end, a suffix and an end beyond the file are 206 with exact bytes',
    inputs: everywhere(
      downloadRoutes,
      {
        'one byte': ['bytes=0-0', 0, 1],
        'all of it': ['bytes=0-', 0, size],
        'an open end': ['bytes=5-', 5, size],
        'the last byte': ['bytes=-1', size - 1, size],
        'an end beyond the file': ['bytes=5-1000000000', 5, size],
      },
      part
    ),
  },
  {
    id: 'R2',
    sentence: 'a start at the end or behind it, and a suffix of nothing, are 416 with the size',
    inputs: everywhere(
      downloadRoutes,
      titled([`bytes=${size}-`, `bytes=${size + 1}-`, `bytes=${size}-${size + 5}`, 'bytes=-0']),
      unsatisfiable
    ),
  },
  {
    id: 'R3',
    sentence: 'what is no range of bytes is as good as none',
    inputs: everywhere(
      downloadRoutes,
      titled([
        'bytes=5-2',
        'bytes=a-b',
        'bytes=',
        'bytes=-',
        'bytes=--1',
        'items=0-1',
        'bytes=0x0-0x5',
        'bytes= 0-1',
        'bytes=0 - 1',
        'bytes=5-1e9',
        'bytes=+1-2',
        'bytes=1.5-2',
        'bytes=0-1;q=1',
        'bytes=-1-',
        'bytes=NaN-',
        'bytes=0-Infinity',
        '0-1',
        `bytes=${' '.repeat(10_000)}`,
      ]),
      whole
    ),
  },
  {
    id: 'R4',
    sentence: 'numbers beyond 2^53 are clamped or outside, and never wrap around',
    inputs: [
      ...everywhere(
        downloadRoutes,
        {
          'an end of 20 digits': ['bytes=5-99999999999999999999', 5, size],
          'an end of 2^53+1': ['bytes=5-9007199254740993', 5, size],
          'an end of 2^64': ['bytes=5-18446744073709551616', 5, size],
          'an end of 10 000 digits': [`bytes=5-${'9'.repeat(10_000)}`, 5, size],
          'a suffix of 20 digits': ['bytes=-99999999999999999999', 0, size],
          'a suffix of 2^64': ['bytes=-18446744073709551616', 0, size],
          'zeros before the numbers': [`bytes=${'0'.repeat(5000)}1-${'0'.repeat(5000)}2`, 1, 3],
        },
        part
      ),
      ...everywhere(
        downloadRoutes,
        titled([
          'bytes=99999999999999999999-',
          'bytes=9007199254740993-',
          'bytes=18446744073709551616-',
          'bytes=18446744073709551616-18446744073709551617',
          `bytes=${'9'.repeat(10_000)}-`,
        ]),
        unsatisfiable
      ),
    ],
  },
  {
    id: 'R5',
    sentence: 'of an empty file no byte is first, and the last five are all of it',
    inputs: [
      ...everywhere(
        downloadRoutes,
        titled(['bytes=0-', 'bytes=0-0', 'bytes=-0']),
        (target, route, range) =>
          withBytes(target, Buffer.alloc(0), async (file) => {
            const answer = await target.client.get(route.path(file), { Range: range })
            expectError(answer, route.door, 416, 'RANGE_NOT_SATISFIABLE')
            expect(answer.get('content-range')).toBe('bytes */0')
          })
      ),
      ...everywhere(downloadRoutes, titled(['bytes=-5', 'bytes=5-2']), (target, route, range) =>
        withBytes(target, Buffer.alloc(0), async (file) => {
          const answer = await target.client.get(route.path(file), { Range: range })
          expectWhole(answer, Buffer.alloc(0))
        })
      ),
    ],
  },
  {
    id: 'R6',
    // Apache CVE-2011-3192 and Starlette CVE-2025-62727: time and memory by the product of ranges.
    sentence: 'several ranges, however many, are the whole file at once',
    inputs: everywhere(
      downloadRoutes,
      {
        two: 'bytes=0-1,3-4',
        'two with a blank': 'bytes=0-1, -1',
        '1 000 tiny ones': many(1000, () => '0-0'),
        '3 000 that overlap': many(3000, (index) => `${index % 9}-`),
        '10 KB of suffixes': many(5000, () => '-1'),
        '15 000 commas': `bytes=${','.repeat(15_000)}`,
      },
      whole
    ),
  },
  {
    id: 'R7',
    sentence: 'two Range fields are as good as none',
    inputs: everywhere(
      downloadRoutes,
      {
        'that differ': ['bytes=0-0', 'bytes=1-1'],
        'that are the same': ['bytes=0-0', 'bytes=0-0'],
        'of which one is outside': ['bytes=0-0', 'bytes=1000-'],
      },
      async (target, route, ranges) => {
        const head = requestHead('GET', route.path(fileOf(target)), { Host: target.client.host })
        const fields = ranges.map((range) => `Range: ${range}\r\n`).join('')
        const answer = await target.sendRaw(head.replace(/\r\n$/, `${fields}\r\n`))
        if (answer) expectWhole(answer, content)
        expect(answer).toBeDefined()
        target.delivered()
      }
    ),
  },
  {
    id: 'R8',
    sentence: 'HEAD knows no ranges, changes know none, and a Content-Range is 400',
    inputs: [
      ...everywhere(
        downloadRoutes,
        titled(['bytes=0-4', 'bytes=1000-', 'bytes=-0']),
        async (target, route, range) => {
          const answer = await target.client.head(route.path(fileOf(target)), { Range: range })
          const lengths = [answer.get('content-length'), answer.get('content-range')]
          expect([answer.status, ...lengths]).toEqual([200, String(size), undefined])
        }
      ),
      ...everywhere(changes, titled(['bytes=0-4', 'bytes=1000-']), (target, how, range) =>
        withFile(target, async ({ id }) => {
          expect((await change(target.client, how, id, { Range: range })).status).toBe(200)
        })
      ),
      ...everywhere(
        replacements,
        titled(['bytes 0-5/10', 'bytes 0-5/*', 'bytes */10', 'bytes 0-37/38', 'nonsense']),
        async (target, how, range) => {
          const { id } = fileOf(target)
          const answer = await change(target.client, how, id, { 'Content-Range': range })
          target.refused(answer, 400, 'INVALID_REQUEST')
        }
      ),
    ],
  },
  {
    id: 'R9',
    sentence: 'If-Range gives the part of the same version alone, by strong tag or exact date',
    inputs: everywhere<DownloadRoute, [206 | 200, (file: Published) => string]>(
      downloadRoutes,
      {
        'the tag': [206, ({ etag }) => etag],
        'the date': [206, ({ modified }) => modified],
        'the weak tag': [200, ({ etag }) => `W/${etag}`],
        'an old tag': [200, ({ etag }) => etag.replace('.1"', '.0"')],
        'a list of tags': [200, ({ etag }) => `"x", ${etag}`],
        'any tag': [200, () => '*'],
        'a later date': [200, (file) => shifted(file, 1)],
        'an earlier date': [200, (file) => shifted(file, -1)],
        'a date in the year 99999': [200, () => 'Fri, 31 Dec 99999 23:59:59 GMT'],
        nothing: [200, () => ''],
      },
      (target, route, [status, validator]) =>
        withFile(target, async (file) => {
          const headers = { Range: 'bytes=0-4', 'If-Range': validator(file) }
          const answer = await target.client.get(route.path(file), headers)
          if (status === 206) expectPart(answer, content, 0, 5)
          else expectWhole(answer, content)
        })
    ),
  },
  {
    id: 'R10',
    sentence: 'a range that is under way ends with the version it began with, the next one notices',
    inputs: everywhere(
      downloadRoutes,
      { 'replaced by PUT': '/content', 'replaced by a form': '' },
      (target, route, path) => {
        const before = Buffer.alloc(24 * mebibyte, 'old-')
        return withBytes(target, before, async (file) => {
          const { client } = target
          const connection = await client.open()
          const headers = { Host: client.host, Range: `bytes=4-${before.length - 5}` }
          await connection.send(requestHead('GET', route.path(file), headers))
          const head = await connection.head()
          const first = await connection.take(mebibyte)
          const how = replacements.find(({ title }) =>
            title.includes(path === '' ? 'form with a file' : path)
          )
          expect((how && (await change(client, how, file.id)))?.status).toBe(200)
          const rest = await connection.take(before.length - 8 - mebibyte)
          connection.close()
          expect(head.status).toBe(206)
          expect(Buffer.concat([first, rest]).equals(before.subarray(4, -4))).toBe(true)
          const next = { Range: 'bytes=4-', 'If-Range': file.etag }
          expectWhole(await client.get(route.path(file), next), Buffer.from('second'))
        })
      }
    ),
  },
  {
    id: 'R11',
    sentence: '50 ranges at once give the file together, and are one download',
    inputs: everywhere(downloadRoutes, { 'of 100 000 bytes': 2000 }, (target, route, step) => {
      const bytes = Buffer.from(Array.from({ length: 50 * step }, (_, index) => index % 251))
      return withBytes(target, bytes, async (file) => {
        const parts = Array.from({ length: 50 }, (_, index) =>
          target.client.get(route.path(file), {
            Range: `bytes=${index * step}-${(index + 1) * step - 1}`,
          })
        )
        const bodies = (await Promise.all(parts)).map(({ body }) => body)
        expect(Buffer.concat(bodies).equals(bytes)).toBe(true)
        expect((await metadataOf(target.client, file.id)).download_count).toBe(1)
      })
    }),
  },
])
