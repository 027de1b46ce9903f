import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../../src/core/errors.js'
import { nativeCode, storeError } from '../../../src/storage/fs/errors.js'

const native = (code: string) => Object.assign(new Error(`${code}: /var/data/x`), { code })

describe('storeError', () => {
  test.each([
    ['ENOSPC', 'INSUFFICIENT_STORAGE'],
    ['EDQUOT', 'INSUFFICIENT_STORAGE'],
    ['EFBIG', 'INSUFFICIENT_STORAGE'],
    ['EIO', 'STORE_UNAVAILABLE'],
    ['EACCES', 'STORE_UNAVAILABLE'],
    ['EROFS', 'STORE_UNAVAILABLE'],
    ['EMFILE', 'STORE_UNAVAILABLE'],
    ['ENOENT', 'STORE_UNAVAILABLE'],
  ])('of %s is %s', (code, expected) => {
    const cause = native(code)
    expect(storeError(cause)).toMatchObject({ code: expected, cause, detail: undefined })
  })

  test('of a quota that is used up, for which Node has no code, is INSUFFICIENT_STORAGE', () => {
    const errno = -constants.errno.EDQUOT
    const code = 'Unknown system error -122'
    expect(storeError(Object.assign(new Error(code), { code, errno })).code).toBe(
      'INSUFFICIENT_STORAGE'
    )
  })

  test('names no path', () => {
    expect(storeError(native('EIO')).message).not.toContain('/')
  })

  test('leaves our own errors as they are', () => {
    const own = new FileError('CONTENT_MISSING')
    expect(storeError(own)).toBe(own)
  })

  test.each([undefined, null, 'text', {}])('takes anything that is thrown: %j', (thrown) => {
    expect(storeError(thrown).code).toBe('STORE_UNAVAILABLE')
  })
})

describe('nativeCode', () => {
  test('is the code of the system, if there is one', () => {
    expect(nativeCode(native('ENOENT'))).toBe('ENOENT')
    expect(nativeCode(new Error('x'))).toBeUndefined()
    expect(nativeCode(undefined)).toBeUndefined()
  })
})
