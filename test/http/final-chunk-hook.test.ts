import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { finalChunkHook } from '../../src/http/final-chunk-hook.js'
import { latch } from '../core/latch.js'

/** Chunks behind the first one, and what has been asked of them. */
function chunks(texts: readonly (string | Error)[]) {
  const asked: string[] = []
  let next = 0
  const rest: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => rest,
    async next() {
      const text = texts[next++]
      asked.push('next')
      if (text instanceof Error) throw text
      if (text === undefined) return { done: true, value: undefined }
      return { done: false, value: Buffer.from(text) }
    },
    async return() {
      asked.push('return')
      return { done: true, value: undefined }
    },
  }
  return { rest, asked }
}

const noted = (list: string[]) => async () => {
  list.push('hook')
}

describe('finalChunkHook', () => {
  test('passes all chunks on and waits in front of the last one', async () => {
    const { rest } = chunks(['cd', 'e'])
    const seen: string[] = []
    const first = Buffer.from('ab')
    const hooked = finalChunkHook({ first, rest, length: 5, beforeLast: noted(seen) })
    for await (const chunk of hooked) seen.push(Buffer.from(chunk).toString())
    expect(seen).toEqual(['ab', 'cd', 'hook', 'e'])
  })

  test('does not pass the last chunk before the wait is over', async () => {
    const { rest } = chunks(['b'])
    const counted = latch()
    const beforeLast = () => counted.opened
    const hooked = finalChunkHook({ first: Buffer.from('a'), rest, length: 2, beforeLast })
    await hooked.next()
    let passed = false
    const last = hooked.next().then((step) => {
      passed = true
      return step
    })
    await new Promise(setImmediate)
    expect(passed).toBe(false)
    counted.open()
    expect((await last).value).toEqual(Buffer.from('b'))
  })

  test('waits in front of the first chunk when it is the last one', async () => {
    const { rest } = chunks([])
    const seen: string[] = []
    const hooked = finalChunkHook({
      first: Buffer.from('ab'),
      rest,
      length: 2,
      beforeLast: noted(seen),
    })
    for await (const chunk of hooked) seen.push(Buffer.from(chunk).toString())
    expect(seen).toEqual(['hook', 'ab'])
  })

  test('never waits when the last byte does not come', async () => {
    const broken = new Error('disk')
    const { rest } = chunks(['b', broken])
    const seen: string[] = []
    const hooked = finalChunkHook({
      first: Buffer.from('a'),
      rest,
      length: 3,
      beforeLast: noted(seen),
    })
    const read = async () => {
      for await (const chunk of hooked) seen.push(Buffer.from(chunk).toString())
    }
    await expect(read()).rejects.toBe(broken)
    expect(seen).toEqual(['a', 'b'])
  })

  test('asks for one chunk at a time', async () => {
    const { rest, asked } = chunks(['b', 'c', 'd'])
    const first = Buffer.from('a')
    const hooked = finalChunkHook({ first, rest, length: 4, beforeLast: async () => {} })
    await hooked.next()
    expect(asked).toEqual([])
    await hooked.next()
    expect(asked).toEqual(['next'])
  })

  test.each([0, 1, 2])('leaves the rest when it is left after %i chunks', async (count) => {
    const { rest, asked } = chunks(['b', 'c'])
    const seen: string[] = []
    const hooked = finalChunkHook({
      first: Buffer.from('a'),
      rest,
      length: 3,
      beforeLast: noted(seen),
    })
    for (let i = 0; i < count; i++) await hooked.next()
    await hooked.return?.()
    expect(asked.at(-1)).toBe('return')
    expect(seen).toEqual([])
  })

  test('leaves the rest when a stream over it is destroyed, even unread', async () => {
    const { rest, asked } = chunks(['b'])
    const first = Buffer.from('a')
    const stream = Readable.from(
      finalChunkHook({ first, rest, length: 2, beforeLast: async () => {} })
    )
    stream.destroy()
    await new Promise((resolve) => stream.once('close', resolve))
    expect(asked).toEqual(['return'])
  })
})
