import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiRequest, apiRequests } from '../support/api-requests.js'
import { expectError, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'form', { name: 'there.txt' })
})

const send = ({ method, path, options }: ApiRequest, query: string) =>
  suite.current.client.request(method, path.replace('{id}', id) + query, options)

describe.each(apiRequests)('an unknown query member on $method $path', (entry) => {
  test.each([
    '?x=1',
    '?__proto__=1',
    '?__proto__[x]=1',
    '?constructor=1',
    '?toString',
    '?X',
    '?%00=1',
  ])('%s is 400 and changes nothing', async (query) => {
    const answer = await suite.current.unchangedBy(() => send(entry, query))
    expectError(answer, entry.door, 400, 'INVALID_REQUEST')
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('is the only thing that was wrong with the request', async () => {
    if (entry.method === 'DELETE') return
    expect((await send(entry, '')).status).toBeLessThan(300)
    expect((await send(entry, '?')).status).toBeLessThan(300)
  })
})

describe('an unknown query member where links gather them', () => {
  test.each(['/files/{id}', '/file/download/{id}', '/uploads/there.txt', '/docs', '/'])(
    'is ignored on %s',
    async (path) => {
      const { client } = suite.current
      const plain = await client.head(path.replace('{id}', id))
      for (const query of ['?utm_source=x', '?__proto__[x]=1', '?a=1&a=2', '?', '?%ff=%ff']) {
        const answer = await client.head(path.replace('{id}', id) + query)
        expect(answer.status, query).toBe(plain.status)
      }
    }
  )
})
