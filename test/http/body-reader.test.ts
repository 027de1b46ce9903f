import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/http/body-reader.js'
import { codeOf } from '../core/code-of.js'
import { arrive, head, received } from './raw-server.js'

const waitFor = (idleTimeout: number) => ({ idleTimeout, minRate: 0, rateWindow: 60_000 })
const patient = waitFor(60_000)

async function whole(request: IncomingMessage, pace = patient): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of readBody(request, pace)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('readBody', () => {
  test.each([
    ['of a known length', `${head('Content-Length: 5')}hello`, 'hello'],
    ['in chunks', `${head('Transfer-Encoding: chunked')}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`, 'hello'],
    ['of length 0', head('Content-Length: 0'), ''],
    ['of no chunk', `${head('Transfer-Encoding: chunked')}0\r\n\r\n`, ''],
  ])('gives a body %s', async (_, text, body) => {
    const { request } = await arrive(text)
    expect(await whole(request)).toBe(body)
  })

  test('gives what arrives later, in order', async () => {
    const { request, client } = await arrive(head('Content-Length: 6'))
    const chunks = readBody(request, patient)
    for (const part of ['ab', 'cd', 'ef']) {
      const next = chunks.next()
      client.write(part)
      expect((await next).value?.toString()).toBe(part)
    }
    expect((await chunks.next()).done).toBe(true)
  })

  test('gives large bodies whole', async () => {
    const size = 8 * 1024 * 1024
    const { request, client } = await arrive(head(`Content-Length: ${size}`))
    client.write(Buffer.alloc(size, 'x'))
    let length = 0
    for await (const chunk of readBody(request, patient)) length += chunk.length
    expect(length).toBe(size)
  })

  test('takes no more from the connection than is asked for', async () => {
    const size = 64 * 1024 * 1024
    const { request, client } = await arrive(head(`Content-Length: ${size}`))
    client.write(Buffer.alloc(size))
    const chunks = readBody(request, patient)
    await chunks.next()
    // Other connections are served meanwhile, so the server had every occasion to read on.
    for (let i = 0; i < 20; i++) await arrive(head('Content-Length: 1'))
    expect(request.socket.bytesRead).toBeLessThan(1024 * 1024)
    await chunks.return(undefined)
  })

  test('can be left in the middle without the answer being lost', async () => {
    const { request, response, client } = await arrive(`${head('Content-Length: 1000')}hello`)
    for await (const chunk of readBody(request, patient)) {
      expect(chunk.toString()).toBe('hello')
      break
    }
    expect(request.destroyed).toBe(false)
    response.writeHead(413, { connection: 'close', 'content-length': 9 }).end('too large')
    expect(await received(client)).toMatch(/^HTTP\/1\.1 413 .*too large$/s)
  })

  test('leaves no listener behind', async () => {
    const { request } = await arrive(`${head('Content-Length: 5')}hello`)
    const counts = () =>
      ['data', 'end', 'close', 'timeout', 'resume'].map((name) => request.listenerCount(name))
    const before = counts()
    await whole(request)
    expect(counts()).toEqual(before)
  })

  test.each([
    ['ends the connection', 'end'],
    ['breaks the connection off', 'resetAndDestroy'],
  ] as const)('throws when the client %s too early', async (_, method) => {
    const { request, client } = await arrive(`${head('Content-Length: 10')}hello`)
    const chunks = readBody(request, patient)
    expect((await chunks.next()).value?.toString()).toBe('hello')
    client[method]()
    expect(await codeOf(() => chunks.next())).toBe('INVALID_REQUEST')
  })

  test('throws when the last chunk of a chunked body never comes', async () => {
    const { request, client } = await arrive(`${head('Transfer-Encoding: chunked')}5\r\nhello\r\n`)
    client.end()
    expect(await codeOf(() => whole(request))).toBe('INVALID_REQUEST')
  })

  test('throws when the framing breaks', async () => {
    const { request } = await arrive(`${head('Transfer-Encoding: chunked')}5\r\nhello\r\nzz\r\n`)
    expect(await codeOf(() => whole(request))).toBe('INVALID_REQUEST')
  })

  test('throws when the connection was gone before it began', async () => {
    const { request, client } = await arrive(`${head('Content-Length: 10')}hello`)
    const closed = new Promise((resolve) => request.on('error', () => {}).on('close', resolve))
    client.resetAndDestroy()
    await closed
    expect(await codeOf(() => whole(request))).toBe('INVALID_REQUEST')
  })

  describe('when nothing more arrives', () => {
    test('throws REQUEST_TIMEOUT, and the client can still read an answer', async () => {
      const { request, response, client } = await arrive(`${head('Content-Length: 10')}hello`)
      expect(await codeOf(() => whole(request, waitFor(30)))).toBe('REQUEST_TIMEOUT')
      response.writeHead(408, { connection: 'close' }).end()
      expect(await received(client)).toMatch(/^HTTP\/1\.1 408 /)
    })

    test('gives what has arrived before it throws', async () => {
      const { request } = await arrive(`${head('Content-Length: 10')}hello`)
      const chunks = readBody(request, waitFor(30))
      expect((await chunks.next()).value?.toString()).toBe('hello')
      expect(await codeOf(() => chunks.next())).toBe('REQUEST_TIMEOUT')
    })

    test('blames nobody while it is us who do not read', async () => {
      const { request, client } = await arrive(`${head('Content-Length: 10')}hello`)
      const chunks = readBody(request, waitFor(30))
      await chunks.next()
      for (let i = 0; i < 3; i++) await once(request.socket, 'timeout')
      client.write('world')
      expect((await chunks.next()).value?.toString()).toBe('world')
      expect((await chunks.next()).done).toBe(true)
    })

    test('still loses patience after such a pause', async () => {
      const { request } = await arrive(`${head('Content-Length: 10')}hello`)
      const chunks = readBody(request, waitFor(30))
      await chunks.next()
      await once(request.socket, 'timeout')
      expect(await codeOf(() => chunks.next())).toBe('REQUEST_TIMEOUT')
    })

    test('is patient again with the connection afterwards', async () => {
      const { request } = await arrive(`${head('Content-Length: 5')}hello`)
      request.socket.setTimeout(12_345)
      await whole(request, waitFor(50))
      expect(request.socket.timeout).toBe(12_345)
    })
  })
})
