import { beforeAll, describe, expect, test } from 'vitest'
import { type DoorName, expectError, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'form', { name: 'there.txt' })
})

/** Every path of the contract with the methods that it answers, as a client would write it. */
const routes: readonly (readonly [path: string, allow: readonly string[], door: DoorName])[] = [
  ['/upload', ['POST'], 'form'],
  ['/api/files', ['POST'], 'named'],
  ['/uploads/there.txt', ['GET', 'HEAD'], 'named'],
  ['/file/upload/', ['POST'], 'share'],
  ['/file/download/{id}', ['GET', 'HEAD'], 'share'],
  ['/file/metadata/', ['GET', 'HEAD'], 'share'],
  ['/file/metadata/{id}', ['GET', 'HEAD'], 'share'],
  ['/files/upload', ['POST'], 'files'],
  ['/files', ['GET', 'HEAD'], 'files'],
  ['/files/{id}', ['DELETE', 'GET', 'HEAD', 'PUT'], 'files'],
  ['/files/{id}/metadata', ['GET', 'HEAD'], 'files'],
  ['/files/{id}/content', ['PUT'], 'files'],
  ['/openapi.json', ['GET', 'HEAD'], 'files'],
  ['/openapi.yaml', ['GET', 'HEAD'], 'files'],
  ['/livez', ['GET', 'HEAD'], 'files'],
  ['/readyz', ['GET', 'HEAD'], 'files'],
]

const fill = (path: string) => path.replace('{id}', id)
const allowOf = (value: string | undefined) => (value ?? '').split(', ').sort()

describe.each(routes)('%s', (path, allow, door) => {
  const wrong = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].filter((method) => !allow.includes(method))

  test.each(wrong)('answers 405 with Allow to %s', async (method) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.request(method, fill(path))
    )
    expect([answer.status, allowOf(answer.get('allow'))]).toEqual([405, allow])
    if (method !== 'HEAD') expectError(answer, door, 405, 'METHOD_NOT_ALLOWED')
  })

  test('answers 405 before any look at a body', async () => {
    const method = allow.includes('POST') ? 'PUT' : 'POST'
    for (const type of ['nonsense', 'application/json', 'multipart/form-data', 'foo/bar']) {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.request(method, fill(path), {
          headers: { 'Content-Type': type },
          body: '{',
        })
      )
      expect([answer.status, allowOf(answer.get('allow'))], type).toEqual([405, allow])
    }
  })

  test('answers 404, 405 or 501 to a method that the server does not know', async () => {
    for (const method of [
      'PATCH',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'MKCOL',
      'LOCK',
      'SEARCH',
      'COPY',
    ]) {
      const answer = await suite.current.unchangedBy(() =>
        suite.current.client.request(method, fill(path))
      )
      expect([404, 405, 501], method).toContain(answer.status)
    }
  })

  test('is the same route with a slash more or less at its end', async () => {
    const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
    const method = allow[0] ?? 'GET'
    // What a POST without a body is told shows the route as well as a file would.
    const one = await suite.current.client.request(
      method === 'DELETE' ? 'HEAD' : method,
      fill(path)
    )
    const two = await suite.current.client.request(
      method === 'DELETE' ? 'HEAD' : method,
      fill(other)
    )
    expect(two.status).toBe(one.status)
    expect(two.status).not.toBe(404)
  })
})

describe('a literal path', () => {
  test('wins over a template for every method', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      for (const path of ['/files/upload', '/files/upload/']) {
        const answer = await suite.current.client.request(method, path)
        expect([answer.status, answer.get('allow')], `${method} ${path}`).toEqual([405, 'POST'])
      }
    }
  })
})

describe('an empty id', () => {
  test.each([
    ['GET', '/files//'],
    ['GET', '/files//metadata'],
    ['GET', '/files//metadata/'],
    ['PUT', '/files//content'],
    ['DELETE', '/files//'],
    ['GET', '/file/download/'],
    ['GET', '/file/download//'],
    ['GET', '/file/metadata//'],
    ['GET', '/uploads/'],
    ['GET', '/uploads//'],
    ['HEAD', '/uploads/'],
  ])('is 404 on %s %s', async (method, path) => {
    const answer = await suite.current.unchangedBy(() => suite.current.client.request(method, path))
    expect(answer.status).toBe(404)
  })
})

describe('an unknown path', () => {
  test.each([
    '/nothing',
    '/Files',
    '/FILES/upload',
    '/api',
    '/file',
    '/files/x/y',
    '/files/x/metadata/y',
    '/%2e%2e/etc/passwd',
    '//files',
    '/files;x=1',
    '/.env',
    '/metadata.json',
    '/content',
    '/data/metadata.json',
    '/docs/../../package.json',
  ])('answers 404 ROUTE_NOT_FOUND to %s', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await suite.current.client.request(method, path)
      expectError(answer, 'files', 404, 'ROUTE_NOT_FOUND')
    }
  })

  test('answers the same decision however a path is escaped, or 404', async () => {
    expect([200, 404]).toContain((await suite.current.client.get('/%66iles')).status)
    expect([200, 404]).toContain((await suite.current.client.get('/files%2F')).status)
    expect([404, 405]).toContain((await suite.current.client.get('/files/%75pload')).status)
  })
})

describe('an id that is not a live file', () => {
  const strange = [
    'a'.repeat(21),
    'a'.repeat(20),
    'a'.repeat(22),
    '.',
    '..',
    '%2e',
    '%2e%2e',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    'a%00b',
    '%0d%0aX:%20y',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '-',
    '~',
    '*',
    '%F0%9F%98%80',
    '%25',
    '%2525',
    'null',
    'undefined',
    '0',
    'x'.repeat(1000),
    'LOCK',
    '{id}',
    'metadata.json',
  ]

  test('is 404 FILE_NOT_FOUND at every route, whatever its form', async () => {
    const { client } = suite.current
    for (const name of strange) {
      const answers: [DoorName, ReturnType<typeof client.get>][] = [
        ['files', client.get(`/files/${name}`)],
        ['files', client.get(`/files/${name}/metadata`)],
        ['files', client.delete(`/files/${name}`)],
        ['files', client.sendJson('PUT', `/files/${name}`, { file_name: 'a' })],
        ['share', client.get(`/file/download/${name}`)],
        ['share', client.get(`/file/metadata/${name}`)],
      ]
      for (const [door, pending] of answers) {
        expectError(await pending, door, 404, 'FILE_NOT_FOUND')
      }
    }
  })

  test('is answered with the same body as one that was deleted', async () => {
    const { client } = suite.current
    const deleted = await uploadBy(client, 'files')
    await client.delete(`/files/${deleted}`)
    const without = (text: string) => text.replace(/"request_id":"[^"]*"/, '')
    const gone = without((await client.get(`/files/${deleted}`)).text)
    expect(without((await client.get(`/files/${'a'.repeat(21)}`)).text)).toBe(gone)
  })

  test('is 4xx and no more when its escapes are broken or it is very long', async () => {
    for (const name of ['%', '%zz', '%E0%A4%A', '%c0%ae', 'x'.repeat(10_000)]) {
      const answer = await suite.current.client.get(`/files/${name}`)
      expect([400, 404, 431], name.slice(0, 20)).toContain(answer.status)
      expect(answer.type).toBe('application/problem+json')
      expect(answer.text).not.toMatch(/FST_|fastify/i)
    }
  })
})
