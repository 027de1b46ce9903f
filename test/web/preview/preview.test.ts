import { expect, test } from 'vitest'
import { previewKind } from '../../../src/web/preview/preview-kind.js'
import { textOf } from '../../../src/web/preview/text-of.js'

test.each([
  ['image/svg+xml', 10, 'image'],
  ['image/png', 200 * 1024 ** 2, undefined],
  ['application/pdf', 10, 'pdf'],
  ['application/pdf', 300 * 1024 ** 2, undefined],
  ['text/html; charset=utf-8', 10 * 1024 ** 3, 'text'],
  ['application/json', 10, 'text'],
  ['audio/mpeg', 10, undefined],
  ['application/octet-stream', 10, undefined],
])('%s of %i bytes is shown as %s', (file_type, file_size, kind) => {
  expect(previewKind({ file_type, file_size })).toBe(kind)
})

const bytes = (...values: number[]) => Uint8Array.from(values)

test.each([
  ['UTF-8', new TextEncoder().encode('Grüße 🙂'), 'text/plain', 'Grüße 🙂'],
  ['what its type says', bytes(0x47, 0x72, 0xfc), 'text/plain; charset="iso-8859-1"', 'Grü'],
  ['UTF-16 by its mark', bytes(0xff, 0xfe, 0x41, 0, 0x42, 0), 'text/plain', 'AB'],
  ['UTF-16 the other way round', bytes(0xfe, 0xff, 0, 0x41), 'text/plain', 'A'],
  ['UTF-8 where the charset is unknown', bytes(0x41), 'text/plain; charset=klingon', 'A'],
])('a text is read as %s', (_case, content, type, text) => {
  expect(textOf(content, type)).toBe(text)
})

test('a character that was cut is left out', () => {
  const whole = new TextEncoder().encode('ab🙂')
  expect(textOf(whole.subarray(0, 4), 'text/plain')).toBe('ab')
})
