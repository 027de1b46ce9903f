import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { hasCode } from '../../src/core/errors.js'
import { etagOf, lastModifiedOf } from '../../src/http/etag.js'
import { changeGuard, ifRangeHolds, isNotModified } from '../../src/http/preconditions.js'
import { fileRecord } from '../core/records.js'

// Changed in the middle of a second, which no HTTP date can say.
const file = fileRecord({ updatedAt: Date.parse('2024-05-06T07:08:09.500Z'), revision: 2 })
const tag = etagOf(file)
const date = lastModifiedOf(file)
const earlier = 'Mon, 06 May 2024 07:08:08 GMT'
const later = 'Mon, 06 May 2024 07:08:10 GMT'
const never = 'Fri, 31 Dec 9999 23:59:59 GMT'

type Outcome = 'go on' | 'not modified' | 'failed'

function reading(headers: IncomingHttpHeaders): Outcome {
  try {
    return isNotModified(headers, file) ? 'not modified' : 'go on'
  } catch (error) {
    if (hasCode(error, 'PRECONDITION_FAILED')) return 'failed'
    throw error
  }
}

function changing(headers: IncomingHttpHeaders): Outcome | 'unconditional' {
  const guard = changeGuard(headers)
  if (!guard) return 'unconditional'
  try {
    guard(file)
    return 'go on'
  } catch (error) {
    if (hasCode(error, 'PRECONDITION_FAILED')) return 'failed'
    throw error
  }
}

describe('reading under conditions', () => {
  describe('RFC 9110 13.2.2 step 1: If-Match, by strong comparison (13.1.1)', () => {
    test.each<[string, string, Outcome]>([
      ['the tag', tag, 'go on'],
      ['any', '*', 'go on'],
      ['any, with blanks', ' * ', 'go on'],
      ['a list with the tag', `"x", ${tag} ,"y"`, 'go on'],
      ['a list without blanks', `"x",${tag},"y"`, 'go on'],
      ['a list with empty members', `,, ${tag},`, 'go on'],
      ['another tag', '"x"', 'failed'],
      ['the tag of another revision', tag.replace('.2"', '.1"'), 'failed'],
      ['the tag, weak', `W/${tag}`, 'failed'],
      ['the tag without quotes', tag.slice(1, -1), 'failed'],
      ['the tag in another case', tag.toUpperCase(), 'failed'],
      ['the tag glued to another', `"x"${tag}`, 'failed'],
      ['nothing', '', 'failed'],
      ['the tag inside another', `"x${tag.slice(1)}`, 'failed'],
    ])('%s', (_, ifMatch, outcome) => {
      expect(reading({ 'if-match': ifMatch })).toBe(outcome)
    })
  })

  describe('step 2: If-Unmodified-Since (13.1.4), only without If-Match', () => {
    test.each<[string, IncomingHttpHeaders, Outcome]>([
      ['the date', { 'if-unmodified-since': date }, 'go on'],
      ['later', { 'if-unmodified-since': later }, 'go on'],
      ['far in the future', { 'if-unmodified-since': never }, 'go on'],
      ['earlier', { 'if-unmodified-since': earlier }, 'failed'],
      ['no date is ignored', { 'if-unmodified-since': 'yesterday' }, 'go on'],
      ['an ISO date is ignored', { 'if-unmodified-since': '2000-01-01T00:00:00Z' }, 'go on'],
      ['a match beats it', { 'if-match': tag, 'if-unmodified-since': earlier }, 'go on'],
      ['no match beats it', { 'if-match': '"x"', 'if-unmodified-since': later }, 'failed'],
    ])('%s', (_, headers, outcome) => {
      expect(reading(headers)).toBe(outcome)
    })
  })

  describe('step 3: If-None-Match, by weak comparison (13.1.2)', () => {
    test.each<[string, string, Outcome]>([
      ['the tag', tag, 'not modified'],
      ['the tag, weak', `W/${tag}`, 'not modified'],
      ['a list with the tag', `"x", W/"y", ${tag}`, 'not modified'],
      ['any', '*', 'not modified'],
      ['another tag', '"x"', 'go on'],
      ['a list without it', '"x", "y"', 'go on'],
      ['the tag without quotes', tag.slice(1, -1), 'go on'],
      ['nothing', '', 'go on'],
    ])('%s', (_, ifNoneMatch, outcome) => {
      expect(reading({ 'if-none-match': ifNoneMatch })).toBe(outcome)
    })
  })

  describe('step 4: If-Modified-Since (13.1.3), only without If-None-Match', () => {
    test.each<[string, IncomingHttpHeaders, Outcome]>([
      ['the date', { 'if-modified-since': date }, 'not modified'],
      ['later', { 'if-modified-since': later }, 'not modified'],
      ['earlier', { 'if-modified-since': earlier }, 'go on'],
      [
        'in the form of RFC 850',
        { 'if-modified-since': 'Monday, 06-May-24 07:08:09 GMT' },
        'not modified',
      ],
      [
        'in the form of asctime',
        { 'if-modified-since': 'Mon May  6 07:08:09 2024' },
        'not modified',
      ],
      ['no date is ignored', { 'if-modified-since': '0' }, 'go on'],
      [
        'a year of five digits is ignored',
        { 'if-modified-since': 'Mon, 06 May 99999 07:08:09 GMT' },
        'go on',
      ],
      ['another tag beats it', { 'if-none-match': '"x"', 'if-modified-since': later }, 'go on'],
      ['the tag beats it', { 'if-none-match': tag, 'if-modified-since': earlier }, 'not modified'],
    ])('%s', (_, headers, outcome) => {
      expect(reading(headers)).toBe(outcome)
    })
  })

  test.each<[string, IncomingHttpHeaders, Outcome]>([
    ['412 comes before 304', { 'if-match': '"x"', 'if-none-match': tag }, 'failed'],
    ['304 after If-Match held', { 'if-match': tag, 'if-none-match': tag }, 'not modified'],
    [
      '304 after If-Unmodified-Since held',
      { 'if-unmodified-since': date, 'if-modified-since': date },
      'not modified',
    ],
    [
      '412 by date before 304 by tag',
      { 'if-unmodified-since': earlier, 'if-none-match': tag },
      'failed',
    ],
    ['no condition at all', {}, 'go on'],
  ])('in their order: %s', (_, headers, outcome) => {
    expect(reading(headers)).toBe(outcome)
  })

  test('reads a header of many tags in linear time', () => {
    const start = performance.now()
    for (const text of [
      '"x", '.repeat(20_000),
      '"'.repeat(100_000),
      `"x"${' '.repeat(100_000)}y`,
      '"x,'.repeat(30_000),
    ]) {
      expect(reading({ 'if-none-match': text })).toBe('go on')
    }
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('changing under conditions', () => {
  test.each<[string, IncomingHttpHeaders, Outcome | 'unconditional']>([
    ['none: the last write wins', {}, 'unconditional'],
    ['a date of reading alone', { 'if-modified-since': later }, 'unconditional'],
    ['If-Match of the tag', { 'if-match': tag }, 'go on'],
    ['If-Match of another', { 'if-match': '"x"' }, 'failed'],
    ['If-Match of the tag, weak', { 'if-match': `W/${tag}` }, 'failed'],
    ['If-Match of any', { 'if-match': '*' }, 'go on'],
    ['If-Match of nothing', { 'if-match': '' }, 'failed'],
    ['If-Unmodified-Since earlier', { 'if-unmodified-since': earlier }, 'failed'],
    ['If-Unmodified-Since the date', { 'if-unmodified-since': date }, 'go on'],
    ['If-Unmodified-Since no date', { 'if-unmodified-since': 'x' }, 'go on'],
    ['If-None-Match of any', { 'if-none-match': '*' }, 'failed'],
    ['If-None-Match of the tag', { 'if-none-match': tag }, 'failed'],
    ['If-None-Match of the tag, weak', { 'if-none-match': `W/${tag}` }, 'failed'],
    ['If-None-Match of another', { 'if-none-match': '"x"' }, 'go on'],
    ['If-Match holds, If-None-Match does not', { 'if-match': tag, 'if-none-match': '*' }, 'failed'],
  ])('%s', (_, headers, outcome) => {
    expect(changing(headers)).toBe(outcome)
  })
})

describe('If-Range (RFC 9110 13.1.5)', () => {
  test.each([
    ['absent', undefined, true],
    ['the tag', tag, true],
    ['the tag, weak', `W/${tag}`, false],
    ['another tag', '"x"', false],
    ['a list', `${tag}, "x"`, false],
    ['any', '*', false],
    ['the exact date', date, true],
    ['a later date', later, false],
    ['an earlier date', earlier, false],
    ['the date in another form', 'Monday, 06-May-24 07:08:09 GMT', false],
    ['nothing', '', false],
  ])('%s', (_, header, holds) => {
    expect(ifRangeHolds(header, file)).toBe(holds)
  })
})
