import { once } from 'node:events'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { ContentReader } from '../../src/core/ports/content-store.js'
import { ContentStream } from '../../src/http/content-stream.js'

/** Chunks, and what was done with them. */
function reader(texts: readonly (string | Error)[]) {
  const log: string[] = []
  const left = [...texts]
  const chunks: ContentReader = {
    [Symbol.asyncIterator]: () => chunks,
    async next() {
      const text = left.shift()
      if (text instanceof Error) throw text
      if (text === undefined) return { done: true, value: undefined }
      log.push(`read ${text}`)
      return { done: false, value: Buffer.from(text) }
    },
    async return() {
      log.push('left')
      return { done: true, value: undefined }
    },
    recycle: (chunk) => log.push(`recycled ${Buffer.from(chunk)}`),
  }
  return { chunks, log }
}

/** A connection that takes each chunk when it is told to. */
function connection(log: string[]) {
  const waiting: ((error?: Error) => void)[] = []
  const writable = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      log.push(`sent ${chunk}`)
      waiting.push(done)
    },
    final(done) {
      log.push('ended')
      done()
    },
  })
  return { writable, take: (error?: Error) => waiting.shift()?.(error) }
}

const turn = () => new Promise(setImmediate)

describe('ContentStream', () => {
  test('gives a chunk back once the connection has taken it, and reads no other before', async () => {
    const { chunks, log } = reader(['a', 'b'])
    const { writable, take } = connection(log)
    const body = new ContentStream(chunks)
    body.pipe(writable)
    await turn()
    expect(log).toEqual(['read a', 'sent a'])
    take()
    await turn()
    expect(log.slice(2)).toEqual(['recycled a', 'read b', 'sent b'])
    take()
    await once(writable, 'finish')
    expect(log.slice(5)).toEqual(expect.arrayContaining(['recycled b', 'ended']))
  })

  test('fails with its source, and does not end the connection', async () => {
    const { chunks, log } = reader(['a', new Error('gone')])
    const { writable, take } = connection(log)
    const body = new ContentStream(chunks)
    const failed = once(body, 'error')
    body.pipe(writable)
    await turn()
    take()
    expect((await failed)[0]).toMatchObject({ message: 'gone' })
    expect(log).not.toContain('ended')
    expect(writable.writableEnded).toBe(false)
  })

  test('leaves its source when it is destroyed, whether or not a chunk is on its way', async () => {
    for (const begun of [false, true]) {
      const { chunks, log } = reader(['a', 'b'])
      const { writable } = connection(log)
      const body = new ContentStream(chunks)
      if (begun) body.pipe(writable)
      await turn()
      body.destroy()
      await once(body, 'close')
      await turn()
      expect(log).toEqual(begun ? ['read a', 'sent a', 'left'] : ['left'])
    }
  })

  test('reads no more, and gives nothing back, when the connection fails', async () => {
    const { chunks, log } = reader(['a', 'b'])
    const { writable, take } = connection(log)
    writable.on('error', () => {})
    const body = new ContentStream(chunks)
    body.pipe(writable)
    await turn()
    take(new Error('reset'))
    await turn()
    expect(log).toEqual(['read a', 'sent a'])
    body.destroy()
    await once(body, 'close')
    expect(log.at(-1)).toBe('left')
  })
})
