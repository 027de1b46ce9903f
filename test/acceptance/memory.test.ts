import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { metadataOf, uploadedId } from '../support/doors.js'
import { growthDuring } from '../support/process-facts.js'
import { useServer } from '../support/suite.js'

const mebibyte = 1024 * 1024
const suite = useServer({}, {}, { direct: 'one process is measured' })

const chunk = Buffer.alloc(mebibyte, 'memory')

/** Sends so many megabytes between what opens and what closes the body. */
async function sendLarge(headers: Readonly<Record<string, string>>, open: string, close: string) {
  const megabytes = 128
  const { client } = suite.current
  const connection = await client.open()
  const length = open.length + megabytes * mebibyte + close.length
  await connection.send(
    requestHead('POST', '/files/upload', {
      Host: client.host,
      ...headers,
      'Content-Length': String(length),
    })
  )
  await connection.send(open)
  for (let i = 0; i < megabytes; i++) await connection.send(chunk)
  await connection.send(close)
  const answer = await connection.answer('POST')
  connection.close()
  expect(answer.status, answer.text).toBe(201)
  return uploadedId('files', answer)
}

const large = {
  raw: () => sendLarge({ 'Content-Type': 'image/png' }, '', ''),
  form: () =>
    sendLarge(
      { 'Content-Type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="file"; filename="f.bin"\r\n\r\n',
      '\r\n--b--\r\n'
    ),
}

describe('the memory of the server', () => {
  test('stays flat while large files come in as forms and as raw bodies, and go out again', async () => {
    const ids: string[] = []
    const uploads = async () => {
      ids.push(...(await Promise.all([large.raw(), large.form()])))
    }
    expect(await growthDuring(suite.current.server.pid, uploads())).toBeLessThan(100 * mebibyte)

    const { client } = suite.current
    const downloads = ids.map(async (id) => {
      const connection = await client.open()
      await connection.send(requestHead('GET', `/files/${id}`, { Host: client.host }))
      await connection.head()
      const hash = createHash('sha256')
      for (let i = 0; i < 128; i++) hash.update(await connection.take(mebibyte))
      connection.close()
      return hash.digest('hex')
    })
    let digests: string[] = []
    const reading = async () => {
      digests = await Promise.all(downloads)
    }
    expect(await growthDuring(suite.current.server.pid, reading())).toBeLessThan(100 * mebibyte)
    const stored = await Promise.all(ids.map((id) => metadataOf(client, id)))
    expect(digests).toEqual(stored.map((file) => file.sha256))
    await Promise.all(ids.map((id) => client.delete(`/files/${id}`)))
  }, 40_000)

  // Fastify CVE-2026-25224: a client that reads nothing filled the memory of the server.
  test('stays flat while many clients of a large file read nothing', async () => {
    const id = await large.raw()
    const { client } = suite.current
    const stalled = async () => {
      const connections = await Promise.all(Array.from({ length: 40 }, () => client.open()))
      for (const connection of connections) {
        await connection.send(requestHead('GET', `/files/${id}`, { Host: client.host }))
        expect((await connection.head()).status).toBe(200)
      }
      for (const connection of connections) connection.close()
    }
    expect(await growthDuring(suite.current.server.pid, stalled())).toBeLessThan(150 * mebibyte)
    await client.delete(`/files/${id}`)
  }, 20_000)
})
