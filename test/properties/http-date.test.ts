import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHttpDate } from '../../src/http/http-date.js'

/** Up to the last second of the year 9999. */
const seconds = fc.nat({ max: 253_402_300_799 })

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

test('every second of a Last-Modified is read back', () => {
  fc.assert(
    fc.property(seconds, (time) => {
      expect(parseHttpDate(new Date(time * 1000).toUTCString())).toBe(time)
    })
  )
})

test('every second is read in the forms of RFC 850 and asctime, whatever the time zone here', () => {
  // Two digits of a year mean one within 50 years of this one.
  const year = new Date().getUTCFullYear()
  const [first, last] = [Date.UTC(year - 49), Date.UTC(year + 50) - 1000]
  const near = fc.integer({ min: first / 1000, max: last / 1000 })
  fc.assert(
    fc.property(near, (time) => {
      const date = new Date(time * 1000)
      const [, day = '', month, digits = '', clock] = date.toUTCString().split(' ')
      const weekday = weekdays[date.getUTCDay()] ?? ''
      const rfc850 = `${weekday}, ${day}-${month}-${digits.slice(2)} ${clock} GMT`
      const asctime = `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${clock} ${digits}`
      expect([parseHttpDate(rfc850), parseHttpDate(asctime)]).toEqual([time, time])
    })
  )
})

test('any other text is no date, or a whole second', () => {
  const text = fc.oneof(
    fc.string(),
    fc.tuple(seconds, fc.nat({ max: 28 }), fc.string({ maxLength: 2 })).map(([time, at, added]) => {
      const date = new Date(time * 1000).toUTCString()
      return date.slice(0, at) + added + date.slice(at + 1)
    })
  )
  fc.assert(
    fc.property(text, (header) => {
      const time = parseHttpDate(header)
      expect(time === undefined || Number.isSafeInteger(time)).toBe(true)
    })
  )
})
