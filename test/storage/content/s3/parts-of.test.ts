import { describe, expect, test } from 'vitest'
import { partsOf } from '../../../../src/storage/content/s3/parts-of.js'
import { inChunks, someBytes } from '../../../conformance/content-bytes.js'

const size = 100_000

/** The lengths of the parts that bytes come in, and whether they are those bytes. */
async function lengthsOf(bytes: Buffer, chunk: number): Promise<number[]> {
  const parts: Buffer[] = []
  let ended = false
  const spare: Buffer[] = []
  for await (const { bytes: part, isLast } of partsOf(inChunks(bytes, chunk), { size, spare })) {
    expect(ended).toBe(false)
    ended = isLast
    parts.push(Buffer.from(part))
    // As one that was sent.
    if (part.length === size) spare.push(part)
  }
  expect(ended).toBe(true)
  expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  return parts.map(({ length }) => length)
}

describe('partsOf', () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [70_000, [70_000]],
    [size - 1, [size - 1]],
    [size, [size]],
    [size + 1, [size, 1]],
    [2 * size, [size, size]],
    [2 * size + 5, [size, size, 5]],
  ])('makes of %i bytes parts of %j, in chunks of any size', async (length, lengths) => {
    for (const chunk of [1021, 65_536, 99_999, size, size + 1, 5 * size]) {
      expect(await lengthsOf(someBytes(length), chunk), `chunks of ${chunk}`).toEqual(lengths)
    }
  })

  test('takes chunks without bytes for what they are', async () => {
    async function* chunks() {
      for (const text of ['', 'a', '', 'b', '']) yield Buffer.from(text)
    }
    const parts: string[] = []
    for await (const { bytes } of partsOf(chunks(), { size, spare: [] })) parts.push(`${bytes}`)
    expect(parts).toEqual(['ab'])
  })

  test('fills buffers that were given back', async () => {
    const given = Buffer.alloc(size)
    const parts: Buffer[] = []
    const chunks = inChunks(someBytes(2 * size), 1000)
    for await (const { bytes } of partsOf(chunks, { size, spare: [given] })) parts.push(bytes)
    expect(parts[1]?.buffer).toBe(given.buffer)
  })
})
