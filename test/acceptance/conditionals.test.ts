import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let doors: readonly string[] = []
let id = ''
let etag = ''
let modified = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'form', { content: '0123456789', name: 'ten.txt' })
  doors = [`/files/${id}`, `/file/download/${id}`, '/uploads/ten.txt']
  const head = await suite.current.client.head(`/files/${id}`)
  etag = head.get('etag') ?? ''
  modified = head.get('last-modified') ?? ''
})

const later = (ms: number) => new Date(Date.parse(modified) + ms).toUTCString()

/** Sends the same conditional request as GET and as HEAD to every address of the bytes. */
const everywhere = async (
  headers: Readonly<Record<string, string>>,
  check: (answer: Answer, place: string) => void
) => {
  for (const path of doors) {
    for (const method of ['GET', 'HEAD']) {
      check(await suite.current.client.request(method, path, { headers }), `${method} ${path}`)
    }
  }
}

describe('If-None-Match on a download', () => {
  test.each([
    ['the same tag', () => etag],
    ['the same tag, weak', () => `W/${etag}`],
    ['a list that holds it', () => `"a", W/"b" , ${etag},"c"`],
    ['*', () => '*'],
  ])('with %s is 304 with the ETag and without a body', (_title, value) =>
    everywhere({ 'If-None-Match': value() }, (answer, place) => {
      expect([answer.status, answer.get('etag'), answer.body.length], place).toEqual([304, etag, 0])
      expect(answer.get('cache-control')).toBe('private, no-cache')
    })
  )

  test.each([
    ['another tag', '"other"'],
    ['an unquoted tag', 'other'],
    ['an empty list', ''],
    ['a tag with a comma in it', '"a,b"'],
  ])('with %s is 200', (_title, value) =>
    everywhere({ 'If-None-Match': value }, (answer, place) =>
      expect(answer.status, place).toBe(200)
    )
  )
})

describe('If-Modified-Since on a download', () => {
  test('with the date of the file or a later one is 304', async () => {
    for (const date of [modified, later(1000)]) {
      await everywhere({ 'If-Modified-Since': date }, (answer, place) =>
        expect([answer.status, answer.get('etag')], place).toEqual([304, etag])
      )
    }
  })

  test.each([
    ['an earlier date', () => later(-1000)],
    ['no date', () => 'yesterday'],
    ['nothing', () => ''],
    ['a year of five digits', () => 'Fri, 31 Dec 99999 23:59:59 GMT'],
    ['a number', () => '1700000000'],
  ])('with %s is 200', (_title, value) =>
    everywhere({ 'If-Modified-Since': value() }, (answer, place) =>
      expect(answer.status, place).toBe(200)
    )
  )

  test('reads the obsolete forms of a date or ignores them', () =>
    everywhere({ 'If-Modified-Since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, (answer, place) =>
      expect(answer.status, place).toBe(200)
    ))

  test('is ignored beside If-None-Match', () =>
    everywhere({ 'If-None-Match': '"other"', 'If-Modified-Since': modified }, (answer, place) =>
      expect(answer.status, place).toBe(200)
    ))
})

describe('If-Match on a download', () => {
  test.each([
    ['the tag', () => etag],
    ['a list that holds it', () => `"a", ${etag}`],
    ['*', () => '*'],
  ])('with %s is 200', (_title, value) =>
    everywhere({ 'If-Match': value() }, (answer, place) => expect(answer.status, place).toBe(200))
  )

  test.each([
    ['another tag', () => '"other"'],
    ['the weak tag', () => `W/${etag}`],
    ['the tag without quotes', () => etag.replaceAll('"', '')],
    ['the tag of another revision', () => `${etag.slice(0, -2)}7"`],
  ])('with %s is 412', (_title, value) =>
    everywhere({ 'If-Match': value() }, (answer, place) => {
      expect(answer.status, place).toBe(412)
      if (answer.body.length > 0)
        expect(answer.json()).toMatchObject({ code: 'PRECONDITION_FAILED' })
    })
  )
})

describe('If-Unmodified-Since on a download', () => {
  test('with the date of the file or a later one is 200', async () => {
    for (const date of [modified, later(1000)]) {
      await everywhere({ 'If-Unmodified-Since': date }, (answer, place) =>
        expect(answer.status, place).toBe(200)
      )
    }
  })

  test('with an earlier date is 412, with none at all it is ignored', async () => {
    await everywhere({ 'If-Unmodified-Since': later(-1000) }, (answer, place) =>
      expect(answer.status, place).toBe(412)
    )
    await everywhere({ 'If-Unmodified-Since': 'never' }, (answer, place) =>
      expect(answer.status, place).toBe(200)
    )
  })
})

describe('the order of RFC 9110 section 13.2.2', () => {
  test.each([
    [
      'If-Match that holds makes If-Unmodified-Since void',
      () => ({ 'If-Match': etag, 'If-Unmodified-Since': later(-1000) }),
      200,
    ],
    [
      'If-Match that fails comes before If-None-Match',
      () => ({ 'If-Match': '"other"', 'If-None-Match': etag }),
      412,
    ],
    [
      'If-Unmodified-Since that fails comes before If-None-Match',
      () => ({ 'If-Unmodified-Since': later(-1000), 'If-None-Match': etag }),
      412,
    ],
    [
      'If-Match that holds goes on to If-None-Match',
      () => ({ 'If-Match': etag, 'If-None-Match': etag }),
      304,
    ],
    [
      'If-None-Match comes before a range',
      () => ({ 'If-None-Match': etag, Range: 'bytes=0-1' }),
      304,
    ],
    [
      'If-None-Match comes before an unsatisfiable range',
      () => ({ 'If-None-Match': etag, Range: 'bytes=50-' }),
      304,
    ],
    [
      'If-Match that fails comes before a range',
      () => ({ 'If-Match': '"other"', Range: 'bytes=50-' }),
      412,
    ],
  ] as const)('%s', (_title, headers, status) =>
    everywhere(headers() as Readonly<Record<string, string>>, (answer, place) =>
      expect(answer.status, place).toBe(status)
    )
  )
})

describe('a missing file', () => {
  test('is 404 whatever the conditions', async () => {
    const { client } = suite.current
    for (const path of ['/files/nothing', '/file/download/nothing', '/uploads/nothing']) {
      for (const name of ['If-Match', 'If-None-Match']) {
        expect((await client.get(path, { [name]: '*' })).status, path).toBe(404)
      }
    }
  })
})
