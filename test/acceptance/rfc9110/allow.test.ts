import { METHODS } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../../support/client.js'
import { expectError } from '../../support/doors.js'
import { type Published, publish } from '../../support/downloads.js'
import { knownPaths, pathOf } from '../../support/paths.js'
import { useServer } from '../../support/suite.js'

const suite = useServer({}, {}, { direct: 'nginx refuses some methods itself' })
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { name: 'there.txt' })
})

const allowOf = (value: string | undefined) => (value ?? '').split(', ').sort()

describe.each(knownPaths)('$path, RFC 9110', ({ path, allow, door }) => {
  // To CONNECT a server that is no proxy says nothing at all.
  const others = METHODS.filter((method) => !allow.includes(method) && method !== 'CONNECT')

  test('section 10.2.1: answers 405 with Allow to every method but those that it names', async () => {
    const answers = await suite.current.unchangedBy(() =>
      Promise.all(others.map((method) => suite.current.client.request(method, pathOf(path, file))))
    )
    for (const [index, answer] of answers.entries()) {
      const method = others[index] ?? ''
      expect([answer.status, allowOf(answer.get('allow'))], method).toEqual([405, allow])
      if (method !== 'HEAD') expectError(answer, door, 405, 'METHOD_NOT_ALLOWED')
    }
  })

  test('section 15.5.6: does not answer 405 to those that it names', async () => {
    for (const method of allow) {
      // What is missing has the same methods, and nothing is lost.
      const target =
        method === 'DELETE' ? pathOf(path, { id: 'nothing', name: 'nothing' }) : pathOf(path, file)
      const answer = await suite.current.client.request(method, target)
      expect(answer.status, method).not.toBe(405)
      expect(answer.status, method).toBeLessThan(500)
    }
  })

  test('section 15.5.6: answers 405 before any look at a body', async () => {
    const method = allow.includes('POST') ? 'PUT' : 'POST'
    for (const type of ['nonsense', 'application/json', 'multipart/form-data', 'foo/bar']) {
      const headers = { 'Content-Type': type }
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.request(method, pathOf(path, file), { headers, body: '{' })
      )
      expect([answer.status, allowOf(answer.get('allow'))], type).toEqual([405, allow])
    }
  })

  test('section 15.6.2: answers 501 to a method that nobody knows', async () => {
    const { client } = suite.current
    for (const method of ['FOO', 'GETT', 'get', 'Post']) {
      const connection = await client.open()
      await connection.send(requestHead(method, pathOf(path, file), { Host: client.host }))
      expect((await connection.answer()).status, method).toBe(501)
    }
  })
})
