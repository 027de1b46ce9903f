import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { upload, uploadBy } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer, useServer } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'

const suite = useServer()
const requestLine = (id: string | undefined) =>
  suite.current.server.logLine((line) => line.msg === 'request' && line.reqId === id)

describe('the log', () => {
  test('says once where the server listens', () => {
    const lines = suite.current.server.log.filter((line) => line.msg === 'listening')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ url: `http://127.0.0.1:${suite.current.server.port}` })
  })

  test('has exactly one line per request, with what an operator asks for', async () => {
    const { client, server } = suite.current
    const { file_id } = await upload(client, { content: '0123456789' })
    const cases = [
      { method: 'GET', path: `/files/${file_id}`, status: 200, operation: 'filesDownload' },
      { method: 'GET', path: `/files/${file_id}x`, status: 404, operation: 'filesDownload' },
      { method: 'GET', path: '/files', status: 200, operation: 'filesList' },
      { method: 'GET', path: '/files?limit=0', status: 400, operation: 'filesList' },
      { method: 'DELETE', path: `/files/${file_id}`, status: 200, operation: 'filesDelete' },
    ]
    const operations = Object.values(client.document.openapi.paths).flatMap((item) =>
      Object.values(item).map((operation) => operation?.operationId)
    )
    for (const { method, path, status } of cases) {
      const answer = await client.request(method, path)
      const line = await requestLine(answer.get('x-request-id'))
      expect(line).toMatchObject({ method, status, level: expect.any(Number) })
      expect(operations).toContain(line.operation)
      expect(line.bytes).toEqual(expect.any(Number))
      expect(line.durationMs).toEqual(expect.any(Number))
    }
    const ids = server.log.filter((line) => line.msg === 'request').map((line) => line.reqId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('can lose its reader, and the service goes on', async () => {
    const { server, client } = await ownServer()
    server.closeLog()
    for (let i = 0; i < 20; i++) expect((await client.get('/livez')).status).toBe(200)
    expect(server.running).toBe(true)
  })

  test('can stop being read, and the service goes on', async () => {
    const { server, client } = await ownServer()
    server.pauseLog()
    // A line each, of which the pipe takes 64 KiB and the stream before it some more.
    for (let i = 0; i < 1500; i++) expect((await client.get('/livez')).status).toBe(200)
  })

  test('says how many bytes a download sent', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client, { content: 'x'.repeat(12_345) })
    const answer = await client.get(`/files/${file_id}`)
    const line = await requestLine(answer.get('x-request-id'))
    expect(Number(line.bytes)).toBeGreaterThanOrEqual(12_345)
  })

  test('uses the request id of the client where it is harmless, else one of its own', async () => {
    const { client } = suite.current
    const given = await client.get('/livez', { 'X-Request-Id': 'trace-0123456789.abc_DEF' })
    expect(given.get('x-request-id')).toBe('trace-0123456789.abc_DEF')
    for (const value of ['a b', '"quoted"', '<script>', 'x'.repeat(5000), '', '{}', 'a;b', 'é']) {
      const answer = await client.get('/livez', { 'X-Request-Id': value })
      expect(answer.get('x-request-id')).not.toBe(value)
      expect(answer.get('x-request-id')).toMatch(/^[\w.-]{1,64}$/)
    }
  })

  test('stays one JSON object a line, whatever names and headers hold', async () => {
    const { client, server } = suite.current
    const evil = [
      '%0d%0afake',
      '%1b[31mred',
      '%e2%80%a8separator',
      '"},{"msg":"forged"',
      'x'.repeat(4000),
    ]
    for (const text of evil) {
      await client.get(`/files/${encodeURI(text)}`)
      await client.get(`/uploads/${encodeURI(text)}`)
      await client.get('/livez', { 'User-Agent': 'ua\t"},{"msg":"forged"}' })
    }
    for (const filename of ['"},{"msg":"forged"}', 'a\u2028b', '{"msg":"x"}']) {
      await client.sendForm('POST', '/upload', [filePart('x', { filename })])
    }
    expect(server.strayLines).toEqual([])
    expect(server.log.filter((line) => line.msg === 'forged')).toEqual([])
    for (const line of server.log) expect(JSON.stringify(line).length).toBeLessThan(10_000)
  })

  test('holds no credentials, cookies, file names or content', async () => {
    const { client, server } = suite.current
    await client.get('/files', {
      Authorization: 'Bearer top-secret-1',
      Cookie: 'session=top-secret-2',
    })
    await uploadBy(client, 'form', { content: 'top-secret-4', name: 'report.txt' })
    await client.get('/openapi.json')
    const last = await client.get('/livez')
    await requestLine(last.get('x-request-id'))
    expect(server.output()).not.toMatch(/top-secret/)
  })

  test('has the status that the client got where the body could not be read', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      `POST /files/upload HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\n` +
        'Transfer-Encoding: chunked\r\n\r\nno size\r\n'
    )
    const answer = await connection.answer('POST')
    expect(answer.status).toBe(400)
    connection.close()
    const line = await requestLine(answer.get('x-request-id'))
    expect(line).toMatchObject({ status: 400, operation: 'filesUpload' })
    expect(line).not.toHaveProperty('aborted')
  })

  test('has a line for a request whose client went away', async () => {
    const { client, server } = suite.current
    const count = () =>
      server.log.filter((line) => line.msg === 'request' && line.method === 'POST').length
    const before = count()
    const connection = await client.open()
    await connection.send(
      `POST /files/upload HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\n` +
        'Content-Length: 100\r\n\r\nhalf'
    )
    connection.reset()
    await expect.poll(count).toBe(before + 1)
    expect(server.log.at(-1)).toMatchObject({ status: 499, aborted: true })
  })
})

describe('LOG_LEVEL', () => {
  test('of warn hides the start and the requests that went well', async () => {
    const dataDir = await makeTempDir()
    const port = await freePort()
    const server = ServerProcess.launch({
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    })
    onTestFinished(async () => {
      await server.kill()
      await removeDir(dataDir)
    })
    // Nothing is printed that could be waited for, so the port is asked.
    const status = () => fetch(`http://127.0.0.1:${port}/livez`).then(({ status }) => status)
    await expect.poll(() => status().catch(() => 0), { timeout: 8000 }).toBe(200)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(server.output()).toBe('')
  })
})

async function freePort(): Promise<number> {
  const holder = createServer()
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done))
  const { port } = holder.address() as AddressInfo
  await new Promise<void>((done) => holder.close(() => done()))
  return port
}
