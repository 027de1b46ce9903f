import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../support/changes.js'
import { expectError, uploadBy } from '../../support/doors.js'
import {
  downloadRoutes,
  expectPart,
  expectWhole,
  type Published,
  publish,
} from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'

const suite = useServer()
const content = Buffer.from('0123456789')
let file: Published
let empty: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content, name: 'ten.txt' })
  empty = await publish(suite.current.client, { content: '', name: 'empty.txt' })
})

/** Sections 14.1.1 and 14.1.2: what is asked for, and the bytes from one place up to another that are sent. */
const satisfiable = [
  ['an int-range', 'bytes=2-5', 2, 6],
  ['the first byte', 'bytes=0-0', 0, 1],
  ['the last byte by its number', 'bytes=9-9', 9, 10],
  ['all of it by its numbers', 'bytes=0-9', 0, 10],
  ['an open end', 'bytes=5-', 5, 10],
  ['an open end from the beginning', 'bytes=0-', 0, 10],
  ['an open end at the last byte', 'bytes=9-', 9, 10],
  ['a last position behind the end', 'bytes=5-10', 5, 10],
  ['leading zeros', 'bytes=002-0005', 2, 6],
  ['a suffix-range', 'bytes=-3', 7, 10],
  ['a suffix of one byte', 'bytes=-1', 9, 10],
  ['a suffix of all', 'bytes=-10', 0, 10],
  ['a suffix longer than all', 'bytes=-11', 0, 10],
  ['a unit in another case', 'Bytes=2-5', 2, 6],
  ['a unit in capitals', 'BYTES=-1', 9, 10],
] as const

/** Section 14.1.2: the first position is not in the content, or nothing at all is asked for. */
const unsatisfiable = [
  ['a first position at the end', 'bytes=10-'],
  ['a first position behind the end', 'bytes=11-'],
  ['two positions behind the end', 'bytes=10-20'],
  ['a suffix of nothing', 'bytes=-0'],
] as const

/** Section 14.2: what is not understood, or not served in parts, is no reason to refuse the whole. */
const ignored = [
  ['a last position before the first', 'bytes=5-2'],
  ['no position', 'bytes=-'],
  ['no range', 'bytes='],
  ['a unit alone', 'bytes'],
  ['one position', 'bytes=1'],
  ['three positions', 'bytes=0-1-2'],
  ['another unit', 'items=0-1'],
  ['no unit', '=0-1'],
  ['a unit that only begins like bytes', 'bytesx=0-1'],
  ['a colon for the equals sign', 'bytes:0-1'],
  ['blanks', 'bytes= 0 - 1'],
  ['two ranges', 'bytes=0-1,3-4'],
  ['two ranges with a blank', 'bytes=0-1, -1'],
  ['the same range twice', 'bytes=0-0,0-0'],
  ['a range that is there and one that is not', 'bytes=0-1,50-60'],
  ['nothing at all', ''],
] as const

describe.each(downloadRoutes)('Range at $title, RFC 9110', (route) => {
  const get = (range: string, of = file) =>
    suite.current.client.get(route.path(of), { Range: range })

  test.each(satisfiable)(
    'section 14.1.2: %s, %s, is 206 from byte %d up to %d',
    async (_title, range, start, end) => expectPart(await get(range), content, start, end)
  )

  test.each(unsatisfiable)('section 15.5.17: %s, %s, is 416', async (_title, range) => {
    const answer = await get(range)
    expectError(answer, route.door, 416, 'RANGE_NOT_SATISFIABLE')
    expect(answer.get('content-range')).toBe('bytes */10')
  })

  test.each(ignored)('section 14.2: %s, %j, is 200 and whole', async (_title, range) =>
    expectWhole(await get(range), content)
  )

  test('section 14.2: two Range fields are 200 and whole', async () => {
    const connection = await suite.current.client.open()
    await connection.send(
      `GET ${route.path(file)} HTTP/1.1\r\nHost: ${suite.current.client.host}\r\n` +
        'Range: bytes=0-0\r\nRange: bytes=1-1\r\n\r\n'
    )
    expectWhole(await connection.answer(), content)
  })

  test('section 14.1.2: of no bytes none is first, and the last five are all of them', async () => {
    for (const range of ['bytes=0-', 'bytes=0-0', 'bytes=-0']) {
      const answer = await get(range, empty)
      expect([answer.status, answer.get('content-range')], range).toEqual([416, 'bytes */0'])
    }
    // No Content-Range can say that of nothing.
    expectWhole(await get('bytes=-5', empty), Buffer.alloc(0))
    expectWhole(await get('bytes=5-2', empty), Buffer.alloc(0))
  })

  test('section 14.2: HEAD has no ranges', async () => {
    for (const range of ['bytes=0-4', 'bytes=100-', 'bytes=-0']) {
      const answer = await suite.current.client.head(route.path(file), { Range: range })
      const lengths = [answer.get('content-length'), answer.get('content-range')]
      expect([answer.status, ...lengths]).toEqual([200, '10', undefined])
    }
  })

  test('section 14.3: Accept-Ranges names the unit, with and without a range', async () => {
    for (const range of ['bytes=0-0', 'items=0-0']) {
      expect((await get(range)).get('accept-ranges')).toBe('bytes')
    }
  })

  test('section 15.3.7: 206 carries every field of the 200', async () => {
    const whole = await get('items=0-0')
    const part = await get('bytes=1-2')
    const changing = ['content-length', 'content-range', 'date', 'x-request-id']
    const fieldsOf = ({ fields }: typeof whole) =>
      fields.filter(([name]) => !changing.includes(name.toLowerCase())).sort()
    expect(fieldsOf(part)).toEqual(fieldsOf(whole))
  })
})

describe('Range on a change, RFC 9110 section 14.2', () => {
  test.each(changes)('is ignored on $title', async (change) => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content })
    const answer = await client.request(change.method, change.path(id), {
      headers: { ...change.headers, Range: 'bytes=50-' },
      ...(change.body && { body: change.body }),
    })
    expect(answer.status, answer.text).toBe(200)
  })
})

describe('Content-Range on a change, RFC 9110 section 14.5', () => {
  test.each(changes.filter(({ method }) => method === 'PUT'))(
    'is 400 on $title: a part must not be taken for the whole',
    async (change) => {
      const { client } = suite.current
      for (const range of ['bytes 0-5/10', 'bytes 0-5/*', 'bytes */10', 'items 1', '']) {
        const answer = await suite.current.unchangedBy(() =>
          client.request(change.method, change.path(file.id), {
            headers: { ...change.headers, 'Content-Range': range },
            ...(change.body && { body: change.body }),
          })
        )
        expectError(answer, 'files', 400, 'INVALID_REQUEST')
      }
    }
  )
})
