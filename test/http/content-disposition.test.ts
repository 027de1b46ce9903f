import { parse } from 'content-disposition'
import { describe, expect, test } from 'vitest'
import { contentDisposition } from '../../src/http/content-disposition.js'

describe('Content-Disposition (RFC 6266)', () => {
  test('says inline or attachment', () => {
    expect(contentDisposition('a.txt', true)).toBe('inline; filename=a.txt')
    expect(contentDisposition('a.txt', false)).toBe('attachment; filename=a.txt')
  })

  test.each([
    'a b.txt',
    'naïve 文 📄.bin',
    'مرحبا.pdf',
    'a"; filename=evil.exe',
    "it's; 100%.txt",
    'a%22b.txt',
    'back\\slash',
  ])('carries %j whole, on one line of ASCII', (name) => {
    const header = contentDisposition(name, false)
    expect(header).toMatch(/^[\x20-\x7e]+$/)
    expect(parse(header).parameters.filename).toBe(name)
  })

  test.each([
    ['a"b.txt', 'a_b.txt'],
    ['日本 📄.png', '__ _.png'],
    ['100%.txt', '100_.txt'],
  ])('gives clients that know no filename* for %j a name that can be saved', (name, fallback) => {
    const { filename } = parse(contentDisposition(name, false), { extended: false }).parameters
    expect(filename).toBe(fallback)
  })
})
