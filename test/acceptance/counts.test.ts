import { beforeEach, describe, expect, test } from 'vitest'
import { metadataOf, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import type { ShareView } from '../support/wire.js'

const suite = useServer()
const content = '0123456789'
let id = ''
let path = ''
const count = async () => (await metadataOf(suite.current.client, id)).download_count
const get = (headers: Readonly<Record<string, string>> = {}) =>
  suite.current.client.get(path, headers)

beforeEach(async () => {
  id = await uploadBy(suite.current.client, 'form', { content, name: 'counted.txt' })
  path = `/files/${id}`
})

describe('the download count', () => {
  test('is raised by one by a GET at every door, and every door shows it', async () => {
    const { client } = suite.current
    const paths = [
      path,
      `/file/download/${id}`,
      '/uploads/counted.txt',
      `${path}?disposition=inline`,
    ]
    for (const [index, address] of paths.entries()) {
      expect((await client.get(address)).status).toBe(200)
      expect(await count()).toBe(index + 1)
      const view = (await client.get(`/file/metadata/${id}`)).json<ShareView>()
      expect(view.download_count).toBe(index + 1)
      const row = (await suite.current.list()).find((file) => file.file_id === id)
      expect(row?.download_count).toBe(index + 1)
    }
  })

  test('is there as soon as the client has the whole file', async () => {
    const { client } = suite.current
    for (let round = 1; round <= 50; round++) {
      const connection = await client.open()
      await connection.send(`GET ${path} HTTP/1.1\r\nHost: ${client.host}\r\n\r\n`)
      await connection.answer()
      expect(await count()).toBe(round)
      connection.close()
    }
  })

  // ZIP downloaders, video players, link previews: rustypaste counts HEAD, psitransfer any range.
  test('is not raised by HEAD, 304, 404, 412 or 416', async () => {
    const { client } = suite.current
    const etag = (await client.head(path)).get('etag') ?? ''
    const statuses = [
      await client.head(path),
      await client.head(`/file/download/${id}`),
      await client.head('/uploads/counted.txt'),
      await client.head(path, { Range: 'bytes=0-' }),
      await get({ 'If-None-Match': etag }),
      await get({ 'If-Match': '"other"' }),
      await get({ Range: 'bytes=10-' }),
      await client.get(`${path}x`),
    ].map((answer) => answer.status)
    expect(statuses).toEqual([200, 200, 200, 200, 304, 412, 416, 404])
    expect(await count()).toBe(0)
  })

  test('is not raised by metadata, lists or a replacement', async () => {
    const { client } = suite.current
    await client.get(`${path}/metadata`)
    await client.get('/files')
    await client.get('/file/metadata/')
    await client.sendJson('PUT', path, { file_name: 'b.txt' })
    expect(await count()).toBe(0)
  })

  test.each([
    ['bytes=0-0', 0],
    ['bytes=0-8', 0],
    ['bytes=3-5', 0],
    ['bytes=0-9', 1],
    ['bytes=5-', 1],
    ['bytes=-1', 1],
    ['bytes=0-', 1],
    ['bytes=9-9', 1],
    ['bytes=5-1000', 1],
    ['bytes=5-2', 1],
    ['bytes=0-1,8-9', 1],
  ])('after one GET with Range: %s is %d: the last byte counts', async (range, expected) => {
    await get({ Range: range })
    expect(await count()).toBe(expected)
  })

  test('is 1 after a download that was resumed', async () => {
    await get({ Range: 'bytes=0-4' })
    await get({ Range: 'bytes=5-' })
    expect(await count()).toBe(1)
  })

  test('is 1 after a download in 50 parallel ranges', async () => {
    const { client } = suite.current
    id = await uploadBy(client, 'files', { content: Buffer.alloc(50_000, 'p') })
    const ranges = Array.from({ length: 50 }, (_, i) => `bytes=${i * 1000}-${i * 1000 + 999}`)
    await Promise.all(ranges.map((range) => client.get(`/files/${id}`, { Range: range })))
    expect(await count()).toBe(1)
  })

  test('is exact under 300 parallel downloads at all doors', async () => {
    const { client } = suite.current
    const doors = [path, `/file/download/${id}`, '/uploads/counted.txt']
    const gets = Array.from({ length: 300 }, (_, i) => client.get(doors[i % 3] ?? path))
    for (const answer of await Promise.all(gets)) expect(answer.text).toBe(content)
    expect(await count()).toBe(300)
  })

  test('of an empty file is raised by each 200', async () => {
    const { client } = suite.current
    id = await uploadBy(client, 'files', { content: '' })
    await client.get(`/files/${id}`)
    await client.get(`/files/${id}`)
    await client.head(`/files/${id}`)
    expect((await client.get(`/files/${id}`, { Range: 'bytes=0-' })).status).toBe(416)
    expect(await count()).toBe(2)
  })

  test('is not raised by a download that broke before its last 8 MiB', async () => {
    const { client } = suite.current
    id = await uploadBy(client, 'files', { content: Buffer.alloc(32 * 1024 * 1024) })
    const finished = () =>
      suite.current.server.log.filter((line) => line.msg === 'request' && line.method === 'GET')
    const before = finished().length
    for (const megabytes of [0, 1, 2, 3]) {
      const connection = await client.open()
      await connection.send(`GET /files/${id} HTTP/1.1\r\nHost: ${client.host}\r\n\r\n`)
      await connection.head()
      await connection.take(1 + megabytes * 1024 * 1024)
      if (megabytes % 2 === 0) connection.close()
      else connection.reset()
    }
    await expect.poll(() => finished().length).toBe(before + 4)
    expect(await count()).toBe(0)
    await client.delete(`/files/${id}`)
  })

  test('changes neither ETag nor revision nor updated_at', async () => {
    const { client } = suite.current
    const before = await metadataOf(client, id)
    const etag = (await client.head(path)).get('etag')
    await get()
    expect(await metadataOf(client, id)).toEqual({ ...before, download_count: 1 })
    expect((await client.head(path)).get('etag')).toBe(etag)
  })

  test('survives a stop and a kill of the server', async () => {
    await get()
    await get()
    await suite.current.server.kill()
    await suite.current.restart()
    expect(await count()).toBe(2)
    await get()
    await suite.current.server.stop()
    await suite.current.restart()
    expect(await count()).toBe(3)
  })
})
