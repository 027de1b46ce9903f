import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { Connection } from '../support/connection.js'
import { upload } from '../support/doors.js'
import { type Suite, useServer } from '../support/suite.js'
import type { FileView } from '../support/wire.js'

/** Begins an upload of so many bytes, has the server's 100 and sends nothing more yet. */
const beginUpload = async ({ client }: Suite, length: number): Promise<Connection> => {
  const connection = await client.open()
  await connection.send(
    requestHead('POST', '/files/upload?name=late.bin', {
      Host: client.host,
      'Content-Type': 'image/png',
      'Content-Length': String(length),
      Expect: '100-continue',
    })
  )
  expect(await connection.status()).toBe(100)
  return connection
}

const graceMs = 1500
const settings = { SHUTDOWN_GRACE: String(graceMs), BODY_IDLE_TIMEOUT: '60s' }

/** Each test ends the server and starts it again for the next one. */
const shared = useServer(settings, {}, { direct: 'one process is ended' })

const isStopping = (line: Readonly<Record<string, unknown>>) =>
  /shutting down/i.test(String(line.msg))

describe('SIGTERM', () => {
  test('or SIGINT ends idle keep-alive connections at once', async () => {
    const suite = shared.current
    const { server, client } = suite
    const connection = await client.open()
    await connection.send(requestHead('GET', '/livez', { Host: client.host }))
    expect((await connection.answer()).status).toBe(200)
    const started = performance.now()
    server.signal('SIGINT')
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(performance.now() - started).toBeLessThan(graceMs)
    expect(await connection.rest()).toHaveLength(0)
    connection.close()
    await suite.restart(settings)
  })

  test('does not wait for a connection on which nothing was ever sent', async () => {
    const suite = shared.current
    const connection = await suite.client.open()
    const started = performance.now()
    expect(await suite.server.stop()).toEqual({ code: 0, signal: null })
    expect(performance.now() - started).toBeLessThan(graceMs)
    connection.close()
    await suite.restart(settings)
  })

  test('lets a running upload end, which is then there after a restart', async () => {
    const suite = shared.current
    const body = Buffer.alloc(200_000, 'late')
    const connection = await beginUpload(suite, body.length)
    await connection.send(body.subarray(0, 100_000))
    suite.server.signal('SIGTERM')
    await suite.server.logLine(isStopping)
    await connection.send(body.subarray(100_000))
    const answer = await connection.answer('POST')
    connection.close()
    expect(answer.status, answer.text).toBe(201)
    expect(await suite.server.exited).toEqual({ code: 0, signal: null })
    await suite.restart(settings)
    const { file_id, sha256 } = answer.json<FileView>()
    const read = await suite.client.get(`/files/${file_id}`)
    expect(createHash('sha256').update(read.body).digest('hex')).toBe(sha256)
  })

  test('lets a running download end whole', async () => {
    const suite = shared.current
    const content = Buffer.alloc(24 * 1024 * 1024, 'down')
    const { file_id, sha256 } = await upload(suite.client, { content, name: 'd.bin' })
    const connection = await suite.client.open()
    await connection.send(requestHead('GET', `/files/${file_id}`, { Host: suite.client.host }))
    await connection.head()
    suite.server.signal('SIGTERM')
    await suite.server.logLine(isStopping)
    const bytes = await connection.take(content.length)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    connection.close()
    expect(await suite.server.exited).toEqual({ code: 0, signal: null })
    await suite.restart(settings)
    const [file] = await suite.list()
    expect(file?.download_count).toBe(1)
  })

  test('takes no new connection and no new upload while it waits', async () => {
    const suite = shared.current
    const idle = await suite.client.open()
    const connection = await beginUpload(suite, 4)
    suite.server.signal('SIGTERM')
    await suite.server.logLine(isStopping)
    const refused = await Connection.open(suite.server.port).then(
      async (late) => {
        await late.send(requestHead('GET', '/files', { Host: suite.client.host }))
        return late.answer().then(
          (answer) => answer.status,
          () => 'closed'
        )
      },
      () => 'refused'
    )
    expect([503, 'closed', 'refused']).toContain(refused)
    await idle.send(requestHead('GET', '/files', { Host: suite.client.host }))
    const late = await idle.answer().catch(() => undefined)
    if (late) {
      expect(late.status).toBe(503)
      expect(late.json()).toMatchObject({ code: 'SHUTTING_DOWN' })
      expect(late.get('retry-after')).toMatch(/^\d+$/)
      expect(late.get('connection')).toBe('close')
    }
    idle.close()
    await connection.send('done')
    expect((await connection.answer('POST')).status).toBe(201)
    connection.close()
    expect(await suite.server.exited).toEqual({ code: 0, signal: null })
    await suite.restart(settings)
  })

  test('cuts what still runs after the grace, stores nothing of it and ends with code 0', async () => {
    const suite = shared.current
    const before = await suite.state()
    const connection = await beginUpload(suite, 1000)
    await connection.send('half')
    const started = performance.now()
    suite.server.signal('SIGTERM')
    const exit = await suite.server.exited
    const took = performance.now() - started
    expect(exit, suite.server.output()).toEqual({ code: 0, signal: null })
    expect(took).toBeGreaterThan(graceMs - 50)
    expect(took).toBeLessThan(graceMs + 3000)
    connection.close()
    expect(await suite.temporaryFiles()).toEqual([])
    await suite.restart(settings)
    expect(await suite.state()).toEqual(before)
  })

  test('sent twice ends the process at once', async () => {
    const suite = shared.current
    const before = await suite.state()
    const connection = await beginUpload(suite, 1000)
    suite.server.signal('SIGTERM')
    await suite.server.logLine(isStopping)
    suite.server.signal('SIGTERM')
    await suite.server.exited
    connection.close()
    await suite.restart(settings)
    expect(await suite.state()).toEqual(before)
  })
})
