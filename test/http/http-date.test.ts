import { describe, expect, test } from 'vitest'
import { parseHttpDate } from '../../src/http/http-date.js'

describe('parseHttpDate', () => {
  // The three forms of RFC 9110 section 5.6.7, and its example.
  test.each([
    ['IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['asctime', 'Sun Nov  6 08:49:37 1994'],
  ])('reads %s', (_, text) => {
    expect(parseHttpDate(text)).toBe(784_111_777)
  })

  test('reads asctime as GMT wherever the server is', () => {
    expect(parseHttpDate('Wed Jul 16 12:00:00 2025')).toBe(Date.UTC(2025, 6, 16, 12) / 1000)
  })

  test('reads what Node writes', () => {
    for (const time of [0, 951_782_400, 1_709_164_800, 253_402_300_799]) {
      expect(parseHttpDate(new Date(time * 1000).toUTCString())).toBe(time)
    }
  })

  test('takes two digits of a year for the last such year where they seem more than 50 years ahead', () => {
    const now = new Date().getUTCFullYear()
    const read = (year: number) => {
      const text = `Sunday, 01-Jan-${String(year % 100).padStart(2, '0')} 00:00:00 GMT`
      return new Date(Number(parseHttpDate(text)) * 1000).getUTCFullYear()
    }
    for (const year of [now - 26, now, now + 1, now + 49]) expect(read(year)).toBe(year)
    expect(read(now + 52)).toBe(now - 48)
  })

  test.each([
    undefined,
    '',
    '0',
    '784111777',
    'yesterday',
    '1994-11-06',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37 gmt',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Xyz 1994 08:49:37 GMT',
    'Sun, 06 Nov 99999 08:49:37 GMT',
    'Sun, 06 Nov 1994 25:00:00 GMT',
    'Sun, 06 Nov 1994 08:61:00 GMT',
    'Sun, 40 Nov 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Thu, 31 Nov 1994 08:49:37 GMT',
    'Wed, 29 Feb 1995 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun Feb 31 08:49:37 1994',
    'Sunday, 31-Feb-94 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
  ])('takes %j for no date', (text) => {
    expect(parseHttpDate(text)).toBeUndefined()
  })
})
