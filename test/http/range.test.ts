import { describe, expect, test } from 'vitest'
import { parseRange } from '../../src/http/range.js'

describe('parseRange', () => {
  // The ids are those of test/hostile/ranges.test.ts.
  test.each([
    ['R1 the first byte', 'bytes=0-0', { start: 0, end: 0 }],
    ['R1 from the beginning', 'bytes=0-', { start: 0, end: 9 }],
    ['R1 the last byte', 'bytes=-1', { start: 9, end: 9 }],
    ['R1 beyond the end', 'bytes=5-1000000000', { start: 5, end: 9 }],
    ['in the middle', 'bytes=2-5', { start: 2, end: 5 }],
    ['the last byte by number', 'bytes=9-9', { start: 9, end: 9 }],
    ['a suffix longer than the content', 'bytes=-100', { start: 0, end: 9 }],
    ['a unit in capitals', 'BYTES=0-1', { start: 0, end: 1 }],
    ['leading zeros', 'bytes=000-001', { start: 0, end: 1 }],
    ['R4 an end of 20 digits', 'bytes=5-99999999999999999999', { start: 5, end: 9 }],
    ['R4 an end of 2^53 + 1', 'bytes=0-9007199254740993', { start: 0, end: 9 }],
    ['R4 a suffix of 20 digits', 'bytes=-99999999999999999999', { start: 0, end: 9 }],
    ['R4 an end of 400 digits', `bytes=0-${'9'.repeat(400)}`, { start: 0, end: 9 }],
  ])('%s', (_, header, range) => {
    expect(parseRange(header, 10)).toEqual(range)
  })

  test.each([
    ['R2 at the size', 'bytes=10-'],
    ['R2 behind it', 'bytes=11-'],
    ['R2 both behind it', 'bytes=10-20'],
    ['R2 a suffix of nothing', 'bytes=-0'],
    ['R4 a start of 20 digits', 'bytes=99999999999999999999-'],
    ['R4 a start of 400 digits', `bytes=${'9'.repeat(400)}-`],
    ['R4 a start of 2^53 + 1', 'bytes=9007199254740993-'],
  ])('%s cannot be satisfied', (_, header) => {
    expect(parseRange(header, 10)).toBe('unsatisfiable')
  })

  test.each([
    ['no header', undefined],
    ['R3 reversed', 'bytes=5-2'],
    ['R4 reversed beyond 2^53', 'bytes=9007199254740993-9007199254740992'],
    ['R3 letters', 'bytes=a-b'],
    ['R3 nothing', 'bytes='],
    ['R3 a dash alone', 'bytes=-'],
    ['R3 two dashes', 'bytes=--1'],
    ['R3 another unit', 'items=0-1'],
    ['R3 hexadecimal', 'bytes=0x0-0x5'],
    ['R3 a plus', 'bytes=+1-5'],
    ['R3 a fraction', 'bytes=0.5-2'],
    ['R3 an exponent', 'bytes=5-1e9'],
    ['R3 blanks', 'bytes= 0-1'],
    ['R3 blanks in between', 'bytes=0 - 1'],
    ['R3 a line break', 'bytes=0-1\n'],
    ['R3 no unit', '0-1'],
    ['R3 digits of another script', 'bytes=٠-١'],
    ['R6 two ranges', 'bytes=0-1,3-4'],
    ['R6 a thousand', `bytes=${'0-0,'.repeat(1000)}0-0`],
    ['R6 overlapping', 'bytes=0-5,2-9'],
    ['R7 two headers as Node joins them', 'bytes=0-1, bytes=2-3'],
  ])('%s is answered with the whole content', (_, header) => {
    expect(parseRange(header, 10)).toBeUndefined()
  })

  test.each([
    ['R5 from the beginning', 'bytes=0-', 'unsatisfiable'],
    ['R5 the first byte', 'bytes=0-0', 'unsatisfiable'],
    ['R5 a suffix', 'bytes=-5', undefined],
    ['a suffix of nothing', 'bytes=-0', 'unsatisfiable'],
  ])('of an empty content: %s', (_, header, outcome) => {
    expect(parseRange(header, 0)).toBe(outcome)
  })

  test('never leaves the content, whatever the numbers', () => {
    for (const size of [0, 1, 2, 7]) {
      for (let first = -1; first <= 9; first++) {
        for (let last = -1; last <= 9; last++) {
          const [a, b] = [first, last].map((n) => (n < 0 ? '' : n))
          const range = parseRange(`bytes=${a}-${b}`, size)
          if (typeof range !== 'object') continue
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeGreaterThanOrEqual(range.start)
          expect(range.end).toBeLessThan(size)
        }
      }
    }
  })

  test('reads a header of 10 KB in linear time', () => {
    const start = performance.now()
    for (const piece of ['0', '0-', '-', ',']) parseRange(`bytes=${piece.repeat(10_000)}`, 10)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
