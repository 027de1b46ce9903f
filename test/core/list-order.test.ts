import { describe, expect, test } from 'vitest'
import { comparePositions, matcher, sortValue } from '../../src/core/list-order.js'
import type { ListPosition } from '../../src/core/ports/metadata-store.js'
import { fileRecord } from './records.js'
import { seededRandom } from './seeded-random.js'

describe('sortValue', () => {
  test('is what the list is ordered by, names without their case', () => {
    const file = fileRecord({
      name: 'ÄB.txt',
      size: 7,
      createdAt: 5,
      updatedAt: 9,
      downloadCount: 2,
    })
    expect(sortValue(file, 'created')).toBe(5)
    expect(sortValue(file, 'name')).toBe('äb.txt')
    expect(sortValue(file, 'size')).toBe(7)
    expect(sortValue(file, 'downloads')).toBe(2)
  })
})

describe('comparePositions', () => {
  const inOrder = (positions: ListPosition[]) => positions.toSorted(comparePositions)

  test('orders numbers as numbers and breaks ties by id', () => {
    const positions = [
      { value: 2, id: 'b' },
      { value: 10, id: 'a' },
      { value: 2, id: 'a' },
      { value: -1, id: 'z' },
    ]
    expect(inOrder(positions)).toEqual([positions[3], positions[2], positions[0], positions[1]])
  })

  test('puts a text before the longer one that begins with it', () => {
    const [short, long] = [
      { value: 'ab', id: 'b' },
      { value: 'abc', id: 'a' },
    ]
    expect(comparePositions(short, long)).toBeLessThan(0)
    expect(comparePositions(long, short)).toBeGreaterThan(0)
    expect(comparePositions(short, short)).toBe(0)
  })

  // UTF-16 puts U+1F600 (d83d…) before U+FF5E; UTF-8, which databases order by, puts it behind.
  test('orders text by code point, as the bytes of UTF-8 do', () => {
    const random = seededRandom(7)
    const alphabet = [
      'a',
      'é',
      '\u07ff',
      '\ud7ff',
      '\ue000',
      '\uff5e',
      '\u{10000}',
      '😀',
      '\u{10ffff}',
    ]
    const text = () =>
      Array.from(
        { length: Math.floor(random() * 5) },
        () => alphabet[Math.floor(random() * alphabet.length)]
      ).join('')
    for (let i = 0; i < 2000; i++) {
      const [a, b] = [text(), text()]
      const order = Math.sign(comparePositions({ value: a, id: '' }, { value: b, id: '' }))
      expect(order, JSON.stringify([a, b])).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }
  })
})

describe('matcher', () => {
  test.each([
    ['report', 'Annual REPORT.pdf', true],
    ['REPORT', 'annual report.pdf', true],
    ['über', 'ÜBER.txt', true],
    ['a.b', 'a-b', false],
    ['.*', 'abc', false],
    ['%', 'a%b', true],
    ['_', 'ab', false],
    ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaa!', false],
    ['', 'anything', true],
  ])('name containing %j: %j is %s', (nameContains, name, expected) => {
    expect(matcher({ nameContains })(fileRecord({ name }))).toBe(expected)
  })

  test.each([
    ['text/plain', 'text/plain; charset=utf-8', true],
    ['text/plain', 'Text/Plain', true],
    ['text/plain', 'text/plainly', false],
    ['text', 'text/plain', false],
    ['image/*', 'image/png', true],
    ['image/*', 'IMAGE/SVG+XML', true],
    ['image/*', 'imagex/png', false],
    ['image/*', 'application/image', false],
  ])('type %j: %j is %s', (type, stored, expected) => {
    expect(matcher({ type })(fileRecord({ type: stored }))).toBe(expected)
  })

  test('asks for both where both are given, and for nothing where none is', () => {
    const file = fileRecord({ name: 'a.png', type: 'image/png' })
    expect(matcher({})(file)).toBe(true)
    expect(matcher({ nameContains: 'a', type: 'image/*' })(file)).toBe(true)
    expect(matcher({ nameContains: 'b', type: 'image/*' })(file)).toBe(false)
    expect(matcher({ nameContains: 'a', type: 'text/*' })(file)).toBe(false)
  })
})
