import { describe, expect, test } from 'vitest'
import { etagOf, lastModifiedOf } from '../../src/http/etag.js'
import { fileRecord } from '../core/records.js'

describe('etagOf', () => {
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

  test('is the SHA-256 in base64url and the revision, strong', () => {
    const file = fileRecord({ sha256, revision: 3 })
    expect(etagOf(file)).toBe('"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU.3"')
  })

  test('differs by content and by revision, and by nothing else', () => {
    const tag = etagOf(fileRecord({ sha256 }))
    expect(etagOf(fileRecord({ sha256, revision: 2 }))).not.toBe(tag)
    expect(etagOf(fileRecord({ sha256: 'ff'.repeat(32) }))).not.toBe(tag)
    const counted = fileRecord({ sha256, downloadCount: 9, publishedAs: 'x', id: 'other' })
    expect(etagOf(counted)).toBe(tag)
  })
})

describe('lastModifiedOf', () => {
  test('is the whole second of the last change', () => {
    const updatedAt = Date.parse('1994-11-06T08:49:37.999Z')
    expect(lastModifiedOf(fileRecord({ updatedAt }))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })
})
