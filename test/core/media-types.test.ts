import { describe, expect, test } from 'vitest'
import {
  essence,
  extensionOf,
  isInlineSafe,
  octetStream,
  parseMediaType,
  typeOfName,
} from '../../src/core/media-types.js'

describe('parseMediaType', () => {
  test.each([
    ['text/plain', 'text/plain'],
    ['Text/HTML', 'text/html'],
    [' image/png ', 'image/png'],
    ['text/plain; charset=UTF-8', 'text/plain; charset=UTF-8'],
    ['text/plain;charset="utf-8"', 'text/plain;charset="utf-8"'],
    ['a/b; x="semi;colon \\" quote"', 'a/b; x="semi;colon \\" quote"'],
    ['a/b ; x=1 ; y=2', 'a/b ; x=1 ; y=2'],
    ['a/b;', 'a/b;'],
    ['a/b;;x=1', 'a/b;;x=1'],
    ['application/vnd.api+json', 'application/vnd.api+json'],
    [`a/${'b'.repeat(253)}`, `a/${'b'.repeat(253)}`],
  ])('reads %j', (text, parsed) => {
    expect(parseMediaType(text)).toBe(parsed)
  })

  test.each([
    '',
    'text',
    'text/',
    '/plain',
    'a/b/c',
    'a b/c',
    'text/plain, text/html',
    'text/plain charset=utf-8',
    'a/b; x',
    'a/b; x=',
    'a/b; x="open',
    'a/b\r\nX: y',
    'a/b; x="\n"',
    'ä/b',
    'a/b; x="ü"',
    `a/${'b'.repeat(254)}`,
  ])('takes %j for malformed', (text) => {
    expect(parseMediaType(text)).toBeUndefined()
  })

  // A pattern that could read a blank in two places took time that doubled with each `; ` (22 s at 27 of them).
  test.each([
    ['blanks between semicolons', `a/b${'; '.repeat(120)}!`],
    ['tabs and blanks', `a/b${' \t; \t'.repeat(45)}!`],
    ['parameters', `a/b${'; x=y'.repeat(48)}(`],
    ['quoted pairs', `a/b; x="${'\\"'.repeat(120)}`],
  ])('refuses a malformed list of %s at once', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(255)
    const start = performance.now()
    expect(parseMediaType(text)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('essence', () => {
  test.each([
    ['Text/HTML; charset=utf-8', 'text/html'],
    [' image/png ', 'image/png'],
    ['', ''],
    [';', ''],
  ])('of %j is %j', (type, expected) => {
    expect(essence(type)).toBe(expected)
  })
})

describe('typeOfName', () => {
  test.each([
    ['a.png', 'image/png'],
    ['A.PNG', 'image/png'],
    ['日本語.pdf', 'application/pdf'],
    ['a.tar.gz', 'application/gzip'],
    ['a.ts', 'text/x-typescript'],
    ['a.parquet', 'application/vnd.apache.parquet'],
    ['a.b.txt', 'text/plain'],
  ])('of %j is %s', (name, type) => {
    expect(typeOfName(name)).toBe(type)
  })

  // A word is no extension: the library alone takes `html` for one.
  test.each([
    'README',
    'html',
    'png',
    '.png',
    '.html',
    'a.',
    'a.unknown',
    'a.constructor',
    '',
    ' ',
  ])('of %j, which has no known extension, is octet-stream', (name) => {
    expect(typeOfName(name)).toBe(octetStream)
  })
})

describe('extensionOf', () => {
  test.each([
    ['image/png', '.png'],
    ['IMAGE/PNG', '.png'],
    ['text/plain; charset=utf-8', '.txt'],
    ['text/x-typescript', '.ts'],
    ['application/octet-stream', ''],
    ['application/x-unheard-of', ''],
    ['', ''],
  ])('of %j is %j', (type, extension) => {
    expect(extensionOf(type)).toBe(extension)
  })
})

describe('isInlineSafe', () => {
  test.each([
    'image/png',
    'image/jpeg',
    'image/gif',
    'image/webp',
    'image/avif',
    'text/plain',
    'Text/Plain; charset=utf-7',
    'audio/mpeg',
    'video/mp4',
    'VIDEO/WEBM',
  ])('lets %s be shown in place', (type) => {
    expect(isInlineSafe(type)).toBe(true)
  })

  test.each([
    'text/html',
    'text/html;charset=utf-7',
    'image/svg+xml',
    'text/xml',
    'application/xml',
    'application/xhtml+xml',
    'application/pdf',
    'text/javascript',
    'text/css',
    'application/wasm',
    'application/octet-stream',
    'text/plainly',
    'image/pngx',
    'audio',
    'videos/mp4',
    '',
  ])('keeps %s an attachment', (type) => {
    expect(isInlineSafe(type)).toBe(false)
  })

  // Browsers read every type that ends in +xml as a document, whatever stands before the slash.
  test.each(['audio/x+xml', 'video/evil+XML; a=b'])('keeps %s an attachment', (type) => {
    expect(isInlineSafe(type)).toBe(false)
  })
})
