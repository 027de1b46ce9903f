import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../../support/client.js'
import { metadataOf } from '../../support/doors.js'
import { downloadRoutes, type Published, publish } from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'

const suite = useServer({}, {}, { direct: 'nginx has the connections of clients' })
const content = Buffer.alloc(300_000, 'c')
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content, name: 'kept.bin' })
})

const request = (
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  version = '1.1'
) =>
  requestHead(method, target, { Host: suite.current.client.host, ...headers }).replace(
    'HTTP/1.1',
    `HTTP/${version}`
  )

const close = { Connection: 'close' }

/** Paths with the statuses that they answer. */
const places = [
  ...downloadRoutes.map(({ title, path }) => ({ title, path: () => path(file), status: 200 })),
  { title: '/files', path: () => '/files', status: 200 },
  { title: '/livez', path: () => '/livez', status: 200 },
  { title: '/docs', path: () => '/docs', status: 200 },
  { title: '/', path: () => '/', status: 200 },
  { title: '/files/nothing', path: () => '/files/nothing', status: 404 },
  { title: '/upload', path: () => '/upload', status: 405 },
  { title: '/files?limit=0', path: () => '/files?limit=0', status: 400 },
]

describe.each(places)('a connection at $title, RFC 9112', ({ path, status }) => {
  test('section 9.3: is kept for the next request', async () => {
    const connection = await suite.current.client.open()
    for (let round = 0; round < 3; round++) {
      await connection.send(request('GET', path()))
      const answer = await connection.answer()
      expect([answer.status, answer.get('connection')]).toEqual([status, 'keep-alive'])
    }
  })

  test.each(['GET', 'HEAD'])(
    'section 9.6: is closed after the answer to the %s that asks for it',
    async (method) => {
      const connection = await suite.current.client.open()
      await connection.send(request(method, path(), close))
      const answer = await connection.answer(method)
      expect([answer.status, answer.get('connection')]).toEqual([status, 'close'])
      expect(await connection.rest()).toHaveLength(0)
    }
  )

  test('section 9.6: still answers a client that has closed its own side', async () => {
    const connection = await suite.current.client.open()
    await connection.send(request('GET', path()))
    connection.halfClose()
    expect((await connection.answer()).status).toBe(status)
    expect(await connection.rest()).toHaveLength(0)
  })

  test('section 9.3: is closed after an answer to HTTP/1.0, unless it asks to keep it', async () => {
    const once = await suite.current.client.open()
    await once.send(request('GET', path(), {}, '1.0'))
    const answer = await once.answer()
    expect([answer.status, answer.get('transfer-encoding')]).toEqual([status, undefined])
    expect(await once.rest()).toHaveLength(0)
  })
})

describe('requests that do not wait for answers, RFC 9112', () => {
  test('section 9.3.2: are answered in order, whatever they are', async () => {
    const connection = await suite.current.client.open()
    await connection.send(places.map(({ path }) => request('GET', path())).join(''))
    for (const { status, title } of places) {
      expect((await connection.answer()).status, title).toBe(status)
    }
  })

  test.each(places)(
    'section 9.6: are not even looked at behind a close at $title',
    async ({ path, status }) => {
      const { client } = suite.current
      const before = await metadataOf(client, file.id)
      const connection = await client.open()
      const behind = request('DELETE', `/files/${file.id}`)
      await connection.send(request('HEAD', path(), close) + behind + behind)
      expect((await connection.answer('HEAD')).status).toBe(status)
      expect(await connection.rest()).toHaveLength(0)
      expect(await metadataOf(client, file.id)).toEqual(before)
    }
  )

  test('section 9.6: are not looked at behind a close that an upload asked for', async () => {
    const { client } = suite.current
    const connection = await client.open()
    const upload = { 'Content-Type': 'image/png', 'Content-Length': '5', ...close }
    const behind = request('DELETE', `/files/${file.id}`)
    await connection.send(`${request('POST', '/files/upload', upload)}hello${behind}`)
    const answer = await connection.answer('POST')
    expect([answer.status, answer.get('connection')]).toEqual([201, 'close'])
    expect(await connection.rest()).toHaveLength(0)
    expect((await metadataOf(client, file.id)).file_size).toBe(content.length)
  })
})
