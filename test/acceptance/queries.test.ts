import { beforeAll, describe, expect, test } from 'vitest'
import { type DoorName, expectError, uploadBy } from '../support/doors.js'
import { filePart, multipart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'form', { name: 'there.txt' })
})

const form = multipart([filePart('x')])
const formType = { 'Content-Type': form.contentType }
const jsonType = { 'Content-Type': 'application/json' }
const rawType = { 'Content-Type': 'image/png' }

interface Case {
  readonly method: string
  readonly path: string
  readonly door: DoorName
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** Requests that succeed as they are: only the query makes them fail. */
const api: readonly Case[] = [
  { method: 'POST', path: '/upload', door: 'form', headers: formType, body: form.body },
  { method: 'POST', path: '/api/files', door: 'named', headers: formType, body: form.body },
  { method: 'POST', path: '/file/upload/', door: 'share', headers: formType, body: form.body },
  { method: 'GET', path: '/file/metadata/', door: 'share' },
  { method: 'GET', path: '/file/metadata/{id}', door: 'share' },
  { method: 'POST', path: '/files/upload', door: 'files', headers: formType, body: form.body },
  { method: 'POST', path: '/files/upload', door: 'files', headers: rawType, body: 'x' },
  { method: 'GET', path: '/files', door: 'files' },
  { method: 'GET', path: '/files/{id}/metadata', door: 'files' },
  {
    method: 'PUT',
    path: '/files/{id}',
    door: 'files',
    headers: jsonType,
    body: '{"file_name":"a"}',
  },
  { method: 'PUT', path: '/files/{id}', door: 'files', headers: formType, body: form.body },
  { method: 'PUT', path: '/files/{id}', door: 'files', headers: rawType, body: 'x' },
  { method: 'PUT', path: '/files/{id}/content', door: 'files', headers: rawType, body: 'x' },
  { method: 'DELETE', path: '/files/{id}', door: 'files' },
]

const send = ({ method, path, headers, body }: Case, query: string) =>
  suite.current.client.request(method, path.replace('{id}', id) + query, {
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  })

describe.each(api)('an unknown query member on $method $path', (entry) => {
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
