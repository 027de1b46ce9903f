import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { BrokenAnswer, type Connection } from '../support/connection.js'
import { metadataOf, upload, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()

/** More than all buffers between a server and a client that does not read can hold. */
const size = 24 * 1024 * 1024
const old = Buffer.alloc(size, 'old!')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Opens a download and reads its head and the first byte alone. */
const begin = async (path: string): Promise<Connection> => {
  const connection = await suite.current.client.open()
  await connection.send(`GET ${path} HTTP/1.1\r\nHost: ${suite.current.client.host}\r\n\r\n`)
  const head = await connection.head()
  expect(head.status).toBe(200)
  return connection
}

const replace = (id: string, body: string) =>
  suite.current.client.request('PUT', `/files/${id}/content`, {
    headers: { 'Content-Type': 'application/octet-stream' },
    body,
  })

describe('a download that runs', () => {
  test('ends with the bytes it began with when the file is replaced meanwhile', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await begin(`/files/${id}`)
    expect((await running.take(1)).toString()).toBe('o')
    expect((await replace(id, 'new')).status).toBe(200)
    expect((await client.get(`/files/${id}`)).text).toBe('new')
    const rest = await running.take(size - 1)
    expect(sha256(Buffer.concat([Buffer.from('o'), rest]))).toBe(sha256(old))
    running.close()
    await client.delete(`/files/${id}`)
  })

  test('ends whole when the file is deleted meanwhile', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await begin(`/file/download/${id}`)
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
    expect((await client.get(`/files/${id}`)).status).toBe(404)
    expect(sha256(await running.take(size))).toBe(sha256(old))
    running.close()
  })

  test('shares the file with other downloads', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await Promise.all(Array.from({ length: 8 }, () => begin(`/files/${id}`)))
    for (const connection of running) {
      expect(sha256(await connection.take(size))).toBe(sha256(old))
      connection.close()
    }
    await client.delete(`/files/${id}`)
  })

  test('holds nothing open once its client has gone', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await Promise.all(Array.from({ length: 20 }, () => begin(`/files/${id}`)))
    for (const [index, connection] of running.entries()) {
      if (index % 2 === 0) connection.close()
      else connection.reset()
    }
    await client.delete(`/files/${id}`)
    await expect.poll(() => suite.current.contentFiles()).toEqual([])
    expect((await client.get('/livez')).status).toBe(200)
  })

  test('always is of one version when a file is replaced again and again', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client, { content: 'version 0' })
    const writes = Array.from({ length: 30 }, (_, i) =>
      replace(file_id, `version ${i}`.repeat(i + 1))
    )
    const reads = Array.from({ length: 60 }, () => client.get(`/files/${file_id}`))
    await Promise.all(writes)
    for (const answer of await Promise.all(reads)) {
      const digest = createHash('sha256').update(answer.body).digest('base64')
      expect(answer.get('repr-digest')).toBe(`sha-256=:${digest}:`)
      expect(answer.get('content-length')).toBe(String(answer.body.length))
    }
    const last = await metadataOf(client, file_id)
    expect(last.revision).toBe(31)
    expect(sha256((await client.get(`/files/${file_id}`)).body)).toBe(last.sha256)
  })

  test('is never mixed with the answer to a broken request behind it', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await begin(`/files/${id}`)
    await running.take(1)
    await running.send('this is not HTTP\r\n\r\n')
    const rest = await running.rest().catch(() => Buffer.alloc(0))
    expect(rest.includes('HTTP/1.1 400') && rest.indexOf('HTTP/1.1 400') < size - 1).toBe(false)
    running.close()
    await client.delete(`/files/${id}`)
  })

  test('is never cut clean for a client that closed its sending side', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: old, name: 'large.bin' })
    const running = await begin(`/files/${id}`)
    running.halfClose()
    // Such a client may still read: the answer goes on or breaks.
    const outcome = await running.take(size).catch((error: unknown) => error)
    const isWhole = Buffer.isBuffer(outcome) && sha256(outcome) === sha256(old)
    expect(isWhole || outcome instanceof Error).toBe(true)
    if (outcome instanceof BrokenAnswer) {
      expect((await metadataOf(client, id)).download_count).toBe(0)
    }
    running.close()
  })
})
