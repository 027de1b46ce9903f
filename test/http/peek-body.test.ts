import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/http/body-reader.js'
import { peekBody } from '../../src/http/peek-body.js'
import { codeOf } from '../core/code-of.js'
import { arrive, head } from './raw-server.js'

const pace = { idleTimeout: 60_000, minRate: 0, rateWindow: 60_000 }

async function whole(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of readBody(request, pace)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('peekBody', () => {
  test('gives a body that came with its header, and leaves it to be read', async () => {
    const { request } = await arrive(`${head('Content-Length: 5')}hello`)
    expect((await peekBody(request, 5))?.toString()).toBe('hello')
    expect(request.readableEnded).toBe(false)
    expect(await whole(request)).toBe('hello')
  })

  test('gives a body that was there before anybody looked', async () => {
    const { request } = await arrive(`${head('Content-Length: 5')}hello`)
    while (!request.complete) await new Promise(setImmediate)
    expect((await peekBody(request, 5))?.toString()).toBe('hello')
    expect(await whole(request)).toBe('hello')
  })

  test('gives a body that somebody before had paused', async () => {
    const { request } = await arrive(`${head('Content-Length: 5')}hello`)
    request.pause()
    expect((await peekBody(request, 5))?.toString()).toBe('hello')
    expect(await whole(request)).toBe('hello')
  })

  test('gives a body that follows in pieces, and leaves it to be read', async () => {
    const { request, client } = await arrive(head('Content-Length: 6'))
    const peeked = peekBody(request, 6)
    for (const piece of ['ab', 'cd', 'ef']) {
      client.write(piece)
      await once(request, 'data')
    }
    expect((await peeked)?.toString()).toBe('abcdef')
    expect(await whole(request)).toBe('abcdef')
  })

  test('gives a large body whole', async () => {
    const { request, client } = await arrive(head('Content-Length: 65536'))
    const peeked = peekBody(request, 65_536)
    client.write(Buffer.alloc(65_536, 'x'))
    expect(await peeked).toEqual(Buffer.alloc(65_536, 'x'))
    expect(await whole(request)).toBe('x'.repeat(65_536))
  })

  test('lets a body that is not read go, and the next request come', async () => {
    const { request, response, client } = await arrive(
      `${head('Content-Length: 5')}hello${head('Content-Length: 2')}`
    )
    expect(await peekBody(request, 5)).toBeDefined()
    request.resume()
    await once(request, 'end')
    response.end()
    client.write('hi')
    expect((await once(client, 'data')).toString()).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each([
    ['nothing of a body', ''],
    ['half of it', 'hel'],
  ])('gives up on %s, and leaves that to be read with what follows', async (_, sent) => {
    const { request, client } = await arrive(head('Content-Length: 5') + sent)
    expect(await peekBody(request, 5)).toBeUndefined()
    const rest = whole(request)
    client.write('hello'.slice(sent.length))
    expect(await rest).toBe('hello')
  })

  test('gives nothing of an empty body, and leaves its end to be seen', async () => {
    const { request } = await arrive(head('Content-Length: 0'))
    expect(await peekBody(request, 0)).toBeUndefined()
    expect(request.readableEnded).toBe(false)
    expect(await whole(request)).toBe('')
  })

  test('leaves no listener and no timer behind', async () => {
    const { request } = await arrive(`${head('Content-Length: 5')}hello`)
    const counts = () => ['data', 'end', 'close'].map((name) => request.listenerCount(name))
    const before = counts()
    await peekBody(request, 5)
    expect(counts()).toEqual(before)
  })

  test.each(['end', 'resetAndDestroy'] as const)(
    'throws when the client calls %s too early',
    async (method) => {
      const { request, client } = await arrive(`${head('Content-Length: 10')}hello`)
      const peeked = peekBody(request, 10)
      client[method]()
      expect(await codeOf(() => peeked)).toBe('INVALID_REQUEST')
    }
  )

  test('throws when the connection was gone before it began', async () => {
    const { request, client } = await arrive(`${head('Content-Length: 10')}hello`)
    const closed = new Promise((resolve) => request.on('error', () => {}).on('close', resolve))
    client.resetAndDestroy()
    await closed
    expect(await codeOf(() => peekBody(request, 10))).toBe('INVALID_REQUEST')
  })
})
