import { expect, test } from 'vitest'
import { visibleName } from '../../src/web/visible-name.js'

test.each([
  ['invoice_\u202efdp.exe', 'invoice_[U+202E]fdp.exe'],
  ['a\nb\u0000\u009b', 'a[U+000A]b[U+0000][U+009B]'],
  ['\u2066a\u2069\u200f\ud800', '[U+2066]a[U+2069][U+200F][U+D800]'],
])('what hides in a name is seen: %j', (name, shown) => {
  expect(visibleName(name)).toBe(shown)
})

test('a name of any script stays as it is', () => {
  for (const name of ['تقرير ٢٠٢٦.pdf', 'می‌خواهم.txt', '日本語 👩‍💻.txt']) {
    expect(visibleName(name)).toBe(name)
  }
})
