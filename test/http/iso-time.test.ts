import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoTime } from '../../src/http/iso-time.js'

test('a time is written as a date writes it, whatever was written before', () => {
  const seconds = fc.integer({ min: -100_000, max: 100_000 })
  // Mostly within the same second, some before 1970, and those at the ends of what a year of four digits holds.
  const time = fc.oneof(
    fc.integer({ min: 1_763_000_000_000, max: 1_763_000_002_000 }),
    seconds.map((second) => second * 1000),
    fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 })
  )
  fc.assert(
    fc.property(fc.array(time), (times) => {
      expect(times.map(isoTime)).toEqual(times.map((ms) => new Date(ms).toISOString()))
    })
  )
})
