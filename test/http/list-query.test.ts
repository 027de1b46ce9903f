import { describe, expect, test } from 'vitest'
import { filesQuery } from '../../src/http/list-query.js'

describe('filesQuery', () => {
  test('is the newest first where nothing is asked for', () => {
    expect(filesQuery({})).toEqual({ sort: 'created', order: 'desc' })
  })

  test('takes what is asked for, names in the form in which they are stored', () => {
    expect(
      filesQuery({ sort: 'size', order: 'asc', name: 'e\u0301', type: 'Image/*', limit: '5' })
    ).toEqual({ sort: 'size', order: 'asc', nameContains: '\u00e9', type: 'image/*' })
  })
})
