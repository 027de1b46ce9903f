import { describe, expect, test } from 'vitest'
import { compareLists } from '../../src/web/files/compare-lists.js'
import { fileOf, namesOf } from './support/files.js'

const compare = (before: string, after: string) => {
  const { added, gone } = compareLists(
    [...before].map((name) => fileOf(name)),
    [...after].map((name) => fileOf(name))
  )
  return [namesOf(added).join(''), gone.map((id) => id.replace('id-of-', '')).join('')]
}

describe('between two looks at a page of the list', () => {
  test.each([
    ['nothing', 'abc', 'abc', '', ''],
    ['what came in on top is new', 'abc', 'xyabc', 'xy', ''],
    ['what it pushed on to the next page is not gone', 'abc', 'xab', 'x', ''],
    ['what is missing between others is gone', 'abc', 'ac', '', 'b'],
    ['what the next page filled up with is not new', 'abc', 'bcd', '', 'a'],
    ['one goes and one comes', 'abc', 'xbc', 'x', 'a'],
    ['all of it is another', 'abc', 'xyz', 'xyz', 'abc'],
    ['the last one is deleted', 'a', '', '', 'a'],
    ['the first one comes', '', 'a', 'a', ''],
  ])('%s', (_, before, after, added, gone) => {
    expect(compare(before, after)).toEqual([added, gone])
  })
})
