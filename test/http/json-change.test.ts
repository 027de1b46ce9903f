import { describe, expect, test } from 'vitest'
import { jsonChange } from '../../src/http/json-change.js'
import { codeOf } from '../core/code-of.js'

describe('jsonChange', () => {
  test('brings facts and no bytes', async () => {
    const source = jsonChange({ file_name: 'b.txt', file_type: 'Text/HTML' })
    expect(source).toMatchObject({ atLeast: 0, digests: [] })
    const store = () => Promise.reject(new Error('there are no bytes'))
    expect(await source.receive(store)).toEqual({ name: 'b.txt', type: 'text/html' })
  })

  test('says nothing of what was not sent', async () => {
    expect(await jsonChange({ file_name: '' }).receive(async () => {})).toEqual({ name: '' })
  })

  test('refuses a malformed type', async () => {
    expect(await codeOf(() => jsonChange({ file_type: 'html' }))).toBe('INVALID_REQUEST')
  })
})
