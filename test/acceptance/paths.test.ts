import { beforeAll, describe, expect, test } from 'vitest'
import { type DoorName, expectError, uploadBy } from '../support/doors.js'
import { type Published, publish } from '../support/downloads.js'
import { knownPaths, pathOf } from '../support/paths.js'
import { useServer } from '../support/suite.js'

const suite = useServer({}, {}, { direct: 'nginx refuses some paths itself' })
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { name: 'there.txt' })
})

describe('a slash more or less at the end', () => {
  test.each(knownPaths.filter(({ path }) => path !== '/'))(
    'leads to the same place as $path',
    async ({ path, allow }) => {
      // What an upload without a body is told shows the route as well as a file would.
      const method = allow.find((name) => name !== 'DELETE') ?? 'GET'
      const statusAt = async (target: string) =>
        (await suite.current.client.request(method, pathOf(target, file))).status
      const status = await statusAt(path)
      expect(await statusAt(path.endsWith('/') ? path.slice(0, -1) : `${path}/`)).toBe(status)
      expect(status).not.toBe(404)
    }
  )
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
