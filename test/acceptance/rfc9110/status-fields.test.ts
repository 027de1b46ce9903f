import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { expectError } from '../../support/doors.js'
import { downloadRoutes, type Published, publish } from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'

const suite = useServer()
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content: '0123456789', name: 'ten.txt' })
})

/** What describes a content, and has no place on an answer that is about none. */
const contentFields = [
  'accept-ranges',
  'content-disposition',
  'content-encoding',
  'etag',
  'last-modified',
  'repr-digest',
]
/** A refusal is no answer that a cache may give to others. */
const unstored = (answer: Answer) => expect(answer.get('cache-control')).toBe('no-store')
const present = (answer: Answer, names: readonly string[]) =>
  names.filter((name) => answer.get(name) !== undefined)

describe.each(downloadRoutes)('the fields of an answer at $title, RFC 9110', (route) => {
  const get = (headers: Readonly<Record<string, string>>) =>
    suite.current.client.get(route.path(file), headers)

  test('section 15.4.5: 304 has the validators of the 200, and neither content nor its length', async () => {
    const whole = await get({})
    for (const headers of [{ 'If-None-Match': '*' }, { 'If-Modified-Since': file.modified }]) {
      const answer = await get(headers)
      expect(answer.status).toBe(304)
      for (const name of ['etag', 'last-modified', 'cache-control']) {
        expect(answer.get(name), name).toBe(whole.get(name))
      }
      expect(answer.get('date')).toBeDefined()
      const without = ['content-length', 'content-type', 'transfer-encoding', 'content-range']
      expect(present(answer, without)).toEqual([])
    }
  })

  test('section 15.4.5: the next answer follows a 304 on its connection', async () => {
    const { client } = suite.current
    const connection = await client.open()
    const request = (fields: string) =>
      `GET ${route.path(file)} HTTP/1.1\r\nHost: ${client.host}\r\n${fields}\r\n`
    await connection.send(request('If-None-Match: *\r\n') + request(''))
    expect((await connection.answer()).status).toBe(304)
    expect((await connection.answer()).text).toBe('0123456789')
  })

  test('section 15.5.13: 412 is a problem and says nothing of the content', async () => {
    const answer = await get({ 'If-Match': '"other"' })
    expectError(answer, route.door, 412, 'PRECONDITION_FAILED')
    expect(present(answer, [...contentFields, 'content-range'])).toEqual([])
    unstored(answer)
  })

  test('section 15.5.17: 416 is a problem that says how long the content is, and no more of it', async () => {
    const answer = await get({ Range: 'bytes=10-' })
    expectError(answer, route.door, 416, 'RANGE_NOT_SATISFIABLE')
    expect(answer.get('content-range')).toBe('bytes */10')
    expect(present(answer, contentFields)).toEqual([])
    unstored(answer)
  })

  test('section 15.5.5: 404 is a problem and says nothing of any content', async () => {
    const path = route.path({ id: 'nothing', name: 'nothing' })
    const answer = await suite.current.client.get(path)
    expectError(answer, route.door, 404, 'FILE_NOT_FOUND')
    expect(present(answer, [...contentFields, 'content-range'])).toEqual([])
    unstored(answer)
  })

  test('section 12.5.5: nothing that is asked for makes it vary, so no Vary says so', async () => {
    const plain = await get({})
    for (const headers of [
      { Accept: 'application/json' },
      { Accept: 'nothing/known;q=1, */*;q=0' },
      { 'Accept-Encoding': 'gzip, br' },
      { 'Accept-Encoding': 'identity;q=0' },
      { 'Accept-Encoding': '*;q=0' },
      { 'Accept-Language': 'de' },
      { 'Accept-Charset': 'utf-16' },
      { 'User-Agent': 'curl/8.0' },
      { Cookie: 'a=b' },
    ]) {
      const answer = await get(headers)
      expect([answer.status, answer.text, answer.get('vary')]).toEqual([200, plain.text, undefined])
      expect(answer.get('content-encoding')).toBeUndefined()
      expect(answer.get('content-type')).toBe(plain.get('content-type'))
    }
  })
})
