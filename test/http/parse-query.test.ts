import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../src/http/parse-query.js'

describe('parseQuery', () => {
  test.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a', { a: '' }],
    ['a=1=2', { a: '1=2' }],
    ['name=%E6%96%87+%2B', { name: '文 +' }],
    ['name=%E6%96', { name: '\ufffd' }],
    ['name=%zz', { name: '%zz' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['limit[]=1', { 'limit[]': '1' }],
    ['constructor=x', { constructor: 'x' }],
  ])('reads %j', (text, members) => {
    expect({ ...parseQuery(text) }).toEqual(members)
  })

  test('reads a name that comes twenty thousand times, which is nothing but long', () => {
    expect(parseQuery('a&'.repeat(20_000)).a).toHaveLength(20_000)
  })

  test('takes __proto__ for a name like any other', () => {
    const members = parseQuery('__proto__=x&__proto__[y]=z')
    expect(Object.keys(members)).toEqual(['__proto__', '__proto__[y]'])
    expect(Object.getPrototypeOf(members)).toBeNull()
    expect(({} as Record<string, unknown>).y).toBeUndefined()
  })
})
