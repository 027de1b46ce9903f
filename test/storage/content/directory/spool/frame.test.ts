import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  encodeFrame,
  framesIn,
  segmentSeed,
} from '../../../../../src/storage/content/directory/spool/frame.js'

const seed = segmentSeed('a')
const contents = [0, 1, 10, 300].map((size, i) => ({ key: `key-${i}`, bytes: randomBytes(size) }))
const frame = (key: string, bytes: Uint8Array, of = seed) =>
  Buffer.concat(encodeFrame(key, bytes, of))
const segment = Buffer.concat(contents.map(({ key, bytes }) => frame(key, bytes)))

/** The contents found, each checked against what was written under its key. */
function found(bytes: Buffer): string[] {
  const keys: string[] = []
  for (const { key, offset, size } of framesIn(bytes, seed)) {
    const written = contents.find((content) => content.key === key)
    expect(bytes.subarray(offset, offset + size).equals(written?.bytes as Buffer)).toBe(true)
    keys.push(key)
  }
  return keys
}

const keys = contents.map(({ key }) => key)

describe('the frames of a segment', () => {
  test('are the contents that were written', () => {
    expect(found(segment)).toEqual(keys)
  })

  test('that was cut at any byte are the whole ones before the cut', () => {
    for (let length = 0; length < segment.length; length++) {
      const left = found(segment.subarray(0, length))
      expect(left).toEqual(keys.slice(0, left.length))
      expect(left.length).toBeLessThan(keys.length)
    }
  })

  test('with one bit flipped anywhere are all but the one that it is in', () => {
    for (let at = 0; at < segment.length; at++) {
      const damaged = Buffer.from(segment)
      damaged[at] = (damaged[at] as number) ^ (1 << (at % 8))
      const left = found(damaged)
      expect(left.length).toBeGreaterThanOrEqual(keys.length - 2)
      expect(keys).toEqual(expect.arrayContaining(left))
    }
  })

  test('with a zero-filled end are those before it', () => {
    expect(found(Buffer.concat([segment, Buffer.alloc(5000)]))).toEqual(keys)
  })

  test('are not those of another segment', () => {
    expect(found(frame('key-1', contents[1]?.bytes as Buffer, segmentSeed('b')))).toEqual([])
  })

  test('are not what a content holds that was made to look like one', () => {
    const inner = frame('forged', Buffer.from('x'), segmentSeed('b'))
    const outer = frame('key', inner)
    const torn = outer.subarray(1)
    expect([...framesIn(outer, seed)].map(({ key }) => key)).toEqual(['key'])
    expect([...framesIn(torn, seed)]).toEqual([])
  })
})
