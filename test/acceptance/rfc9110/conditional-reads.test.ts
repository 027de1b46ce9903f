import { beforeAll, describe, expect, test } from 'vitest'
import { expectError } from '../../support/doors.js'
import {
  downloadRoutes,
  expectPart,
  expectWhole,
  type Published,
  publish,
  shifted,
} from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'
import { fieldsOf, firstSteps, nextSteps, outcome } from './truth-table.js'

const suite = useServer()
const content = Buffer.from('0123456789')
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content, name: 'ten.txt' })
})

type Headers = Readonly<Record<string, string>>

describe.each(downloadRoutes)('conditions at $title, RFC 9110', (route) => {
  const get = (headers: Headers) => suite.current.client.get(route.path(file), headers)
  const head = (headers: Headers) => suite.current.client.head(route.path(file), headers)

  test.each([
    ['13.1.1: If-Match of the tag', 200, () => ({ 'If-Match': file.etag })],
    ['13.1.1: If-Match of any', 200, () => ({ 'If-Match': '*' })],
    ['13.1.1: If-Match of a list with it', 200, () => ({ 'If-Match': `"a", ${file.etag} ,"b"` })],
    ['13.1.1: If-Match of a list with gaps', 200, () => ({ 'If-Match': `,, ${file.etag},` })],
    ['13.1.1: If-Match of another tag', 412, () => ({ 'If-Match': '"other"' })],
    ['13.1.1: If-Match of the weak tag', 412, () => ({ 'If-Match': `W/${file.etag}` })],
    ['13.1.1: If-Match without quotes', 412, () => ({ 'If-Match': file.etag.slice(1, -1) })],
    ['13.1.1: If-Match of a quoted star', 412, () => ({ 'If-Match': '"*"' })],
    ['13.1.1: If-Match of nothing', 412, () => ({ 'If-Match': '' })],
    [
      '13.1.1: If-Match of another revision',
      412,
      () => ({ 'If-Match': file.etag.replace('.1"', '.7"') }),
    ],
    ['13.1.2: If-None-Match of the tag', 304, () => ({ 'If-None-Match': file.etag })],
    ['13.1.2: If-None-Match of the weak tag', 304, () => ({ 'If-None-Match': `W/${file.etag}` })],
    ['13.1.2: If-None-Match of any', 304, () => ({ 'If-None-Match': '*' })],
    [
      '13.1.2: If-None-Match of a list with it',
      304,
      () => ({ 'If-None-Match': `"a", W/"b" , ${file.etag},"c"` }),
    ],
    ['13.1.2: If-None-Match of another tag', 200, () => ({ 'If-None-Match': '"other"' })],
    ['13.1.2: If-None-Match of a tag with a comma', 200, () => ({ 'If-None-Match': '"a,b"' })],
    [
      '13.1.2: If-None-Match without quotes',
      200,
      () => ({ 'If-None-Match': file.etag.slice(1, -1) }),
    ],
    ['13.1.2: If-None-Match of nothing', 200, () => ({ 'If-None-Match': '' })],
    ['13.1.3: If-Modified-Since of the date', 304, () => ({ 'If-Modified-Since': file.modified })],
    ['13.1.3: If-Modified-Since later', 304, () => ({ 'If-Modified-Since': shifted(file, 1) })],
    ['13.1.3: If-Modified-Since earlier', 200, () => ({ 'If-Modified-Since': shifted(file, -1) })],
    ['13.1.3: If-Modified-Since of no date', 200, () => ({ 'If-Modified-Since': 'yesterday' })],
    ['13.1.3: If-Modified-Since of nothing', 200, () => ({ 'If-Modified-Since': '' })],
    ['13.1.4: If-Unmodified-Since the date', 200, () => ({ 'If-Unmodified-Since': file.modified })],
    ['13.1.4: If-Unmodified-Since later', 200, () => ({ 'If-Unmodified-Since': shifted(file, 1) })],
    [
      '13.1.4: If-Unmodified-Since earlier',
      412,
      () => ({ 'If-Unmodified-Since': shifted(file, -1) }),
    ],
    ['13.1.4: If-Unmodified-Since of no date', 200, () => ({ 'If-Unmodified-Since': 'never' })],
  ] as const)('section %s is %d to GET and HEAD', async (_title, status, headers) => {
    for (const answer of [await get(headers()), await head(headers())]) {
      expect(answer.status).toBe(status)
    }
  })

  describe.each(firstSteps)(
    'section 13.2.2 with If-Match $ifMatch, If-Unmodified-Since $ifUnmodifiedSince',
    (first) => {
      test.each(nextSteps)(
        'and If-None-Match $ifNoneMatch, If-Modified-Since $ifModifiedSince',
        async (next) => {
          const conditions = { ...first, ...next }
          const headers = fieldsOf(conditions, file)
          const expected = outcome(conditions, true)
          const whole = await get(headers)
          expect(whole.status).toBe(expected === 'perform' ? 200 : expected)
          expect((await head({ ...headers, Range: 'bytes=0-1' })).status).toBe(whole.status)
          if (expected === 412) expectError(whole, route.door, 412, 'PRECONDITION_FAILED')
          // Steps 5 and 6: a range is looked at last.
          const range = { ...headers, Range: 'bytes=2-4' }
          const answers = [
            await get(range),
            await get({ ...range, 'If-Range': file.etag }),
            await get({ ...range, 'If-Range': '"other"' }),
            await get({ ...headers, Range: 'bytes=50-' }),
          ] as const
          if (expected !== 'perform') {
            expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(expected))
            return
          }
          expectPart(answers[0], content, 2, 5)
          expectPart(answers[1], content, 2, 5)
          expectWhole(answers[2], content)
          expectError(answers[3], route.door, 416, 'RANGE_NOT_SATISFIABLE')
        }
      )
    }
  )

  test('section 13.2.1: conditions count for nothing where there is no file', async () => {
    const path = route.path({ id: 'nothing', name: 'nothing' })
    const conditions = [
      { 'If-Match': '*' },
      { 'If-Match': '"x"' },
      { 'If-None-Match': '*' },
      { 'If-Unmodified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' },
      { 'If-Modified-Since': new Date().toUTCString() },
    ]
    for (const headers of conditions) {
      const answer = await suite.current.client.get(path, headers)
      expectError(answer, route.door, 404, 'FILE_NOT_FOUND')
    }
  })
})
