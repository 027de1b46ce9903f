import { expect, test } from 'vitest'
import { dateInWords } from '../../src/web/files/date-in-words.js'

const now = new Date(2026, 10, 22, 18, 0)

test.each([
  ['today by the hour', new Date(2026, 10, 22, 9, 5), '9:05'],
  ['another day of this year with its hour', new Date(2026, 0, 2, 9, 5), '2 Jan, 9:05'],
  ['another year by its day', new Date(2025, 10, 22, 18, 0), '22 Nov 2025'],
])('%s', (_, date, words) => expect(dateInWords(date, now, 'en-GB-u-hc-h23')).toMatch(words))
