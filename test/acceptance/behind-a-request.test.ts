import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { upload } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const shared = useServer(
  { MAX_FILE_SIZE: '9MiB' },
  {},
  { direct: 'nginx sends one request at a time' }
)
const garbage = 'NOT \u0001 HTTP\r\n\r\n'

describe('what comes behind a request on its connection', () => {
  test('never gets into the answer of that request, which is whole', async () => {
    const { client } = shared.current
    const body = Buffer.alloc(8 * 1024 * 1024, 'whole')
    const { file_id } = await upload(client, { content: body })
    const connection = await client.open()
    await connection.send(requestHead('GET', `/files/${file_id}`, { Host: client.host }) + garbage)
    const answer = await connection.answer()
    expect(answer.status).toBe(200)
    expect(answer.body.equals(body)).toBe(true)
    expect(await connection.rest()).toHaveLength(0)
  })

  test('does not cut that answer short, however much of it goes on coming', async () => {
    const { client } = shared.current
    const { body } = await client.get('/openapi.yaml')
    const first = requestHead('GET', '/openapi.yaml', { Host: client.host })
    const endless = requestHead('GET', `/${'a'.repeat(250_000)}`, { Host: client.host })
    for (let round = 0; round < 50; round++) {
      const connection = await client.open()
      void connection.send(first + endless)
      expect((await connection.answer()).body.equals(body)).toBe(true)
      connection.close()
    }
  })

  test('does not take the answer from an upload that is stored', async () => {
    const { client } = shared.current
    const connection = await client.open()
    const head = requestHead('POST', '/files/upload?name=five.txt', {
      Host: client.host,
      'Content-Type': 'text/plain',
      'Content-Length': '5',
    })
    await connection.send(`${head}12345`)
    expect((await connection.answer('POST')).status).toBe(201)
    await connection.send(garbage)
    expect((await connection.answer('POST')).status).toBeGreaterThanOrEqual(400)
    expect(await connection.rest()).toHaveLength(0)
  })

  test('waits for its turn: downloads that nobody takes open nothing and count nothing', async () => {
    const { client, server } = shared.current
    const { file_id } = await upload(client, { content: Buffer.alloc(8 * 1024 * 1024) })
    const open = () => readdirSync(`/proc/${server.pid}/fd`).length
    const before = open()
    const connection = await client.open()
    const get = requestHead('GET', `/files/${file_id}`, { Host: client.host })
    await connection.send(get.repeat(100))
    expect(await connection.status()).toBe(200)
    expect(open()).toBeLessThan(before + 10)
    connection.close()
    const metadata = await client.get(`/files/${file_id}/metadata`)
    expect(metadata.json<{ download_count: number }>().download_count).toBe(0)
  })
})

test('a form has an end, however much stands around its file', async () => {
  const { client } = shared.current
  const connection = await client.open()
  const head = requestHead('POST', '/files/upload', {
    Host: client.host,
    'Content-Type': 'multipart/form-data; boundary=B',
    'Transfer-Encoding': 'chunked',
  })
  await connection.send(head)
  const block = Buffer.alloc(1024 * 1024, 'x')
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), block, Buffer.from('\r\n')])
  for (let sent = 0; sent < 12; sent++) await connection.send(chunk)
  const answer = await connection.answer('POST')
  expect(answer.status, answer.text).toBe(413)
})
