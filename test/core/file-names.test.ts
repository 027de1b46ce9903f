import { describe, expect, test } from 'vitest'
import { displayName } from '../../src/core/file-names.js'
import { codeOf } from './code-of.js'

const show = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text)

describe('displayName', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    // Hostile inputs N1: the base name only.
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\x', 'x'],
    ['/abs', 'abs'],
    ['C:\\x', 'x'],
    ['\\\\srv\\s', 's'],
    ['a/b\\c.txt', 'c.txt'],
    ['a\\b/c.txt', 'c.txt'],
    // N2: nothing is decoded twice.
    ['%2e%2e', '%2e%2e'],
    ['%252e%252e%252fx', '%252e%252e%252fx'],
    ['..;', '..;'],
    // N3, N5, N6: stored under a key of their own, so they are only names.
    ['name. ', 'name. '],
    ['...', '...'],
    ['CON', 'CON'],
    ['LPT9 .txt', 'LPT9 .txt'],
    ['a:b', 'a:b'],
    ['.htaccess', '.htaccess'],
    ['-rf', '-rf'],
    ['~', '~'],
    // N8: NFC, and case kept.
    ['e\u0301.txt', '\u00e9.txt'],
    ['Stra\u00dfe.TXT', 'Stra\u00dfe.TXT'],
    // N11: no header is broken by them later.
    ['a"; filename=evil.exe', 'a"; filename=evil.exe'],
    ["it's 100%;.txt", "it's 100%;.txt"],
    ['__proto__', '__proto__'],
    // Blanks inside and around are part of a name.
    ['  a  b ', '  a  b '],
    ['\u00a0x', '\u00a0x'],
  ])('of %j is %j', (sent, name) => {
    expect(displayName(sent)).toBe(name)
  })

  test.each([
    ['Japanese', '日本語 レポート.pdf'],
    ['Arabic', 'تقرير سنوي.pdf'],
    ['Hebrew with a right-to-left mark', 'דו"ח\u200f.pdf'],
    ['Persian with a zero-width non-joiner', 'می\u200cخواهم.txt'],
    ['Devanagari with a joiner', 'क\u094d\u200dष.txt'],
    ['a family of joined emoji', '👨\u200d👩\u200d👧.jpg'],
    ['a flag', '🇯🇵.png'],
    ['a flag of emoji tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.png'],
    ['a left-to-right mark', 'a\u200eb.txt'],
    ['a skin tone and a variation selector', '👍🏽☀\ufe0f.png'],
  ])('keeps %s', (_, name) => {
    expect(displayName(name)).toBe(name.normalize())
  })

  test.each([
    // N3
    '',
    ' ',
    ' \u3000 ',
    '.',
    '..',
    'a/',
    'a\\..',
    '/',
    // N4
    'a\0.txt',
    'a\rb',
    'a\nb',
    'a\r\nX: 1',
    'a\tb',
    '\u001b[31m',
    'a\u007f',
    'a\u0085b',
    'a\u009fb',
    // N9
    'photo\u202egpj.exe',
    ...['\u202a', '\u202b', '\u202c', '\u202d', '\u2066', '\u2067', '\u2068', '\u2069'],
    'a\ufffd.txt',
    // N10
    'a\ud800.txt',
    '\udc00a',
    '\udc00\ud800',
    // Wherever in it they stand.
    'a\0/b.txt',
    '\u202ea/b.txt',
  ])('refuses %j', async (sent) => {
    expect(await codeOf(() => displayName(sent))).toBe('INVALID_NAME')
  })

  // N7: bytes of UTF-8 count, after normalization.
  test.each([
    'a'.repeat(255),
    'é'.repeat(127),
    'e\u0301'.repeat(127),
    '文'.repeat(85),
    `${'😀'.repeat(63)}abc`,
    `${'d'.repeat(5000)}/x.txt`,
  ])('takes a name of up to 255 bytes: %#', (sent) => {
    expect(Buffer.byteLength(displayName(sent))).toBeLessThanOrEqual(255)
  })

  test.each(
    ['a'.repeat(256), 'é'.repeat(128), '文'.repeat(86), '😀'.repeat(64)].map((s) => [show(s), s])
  )('refuses more than 255 bytes: %s', async (_, sent) => {
    expect(await codeOf(() => displayName(sent as string))).toBe('INVALID_NAME')
  })

  test('changes nothing when it is applied to its own result', () => {
    for (const sent of ['a/b', 'e\u0301', ' x ', '...', 'C:\\dir\\ﬁle.txt', '\u212b.txt']) {
      expect(displayName(displayName(sent))).toBe(displayName(sent))
    }
  })

  test('does not repeat the name in its message', () => {
    const secret = 'secret\u202ename'
    expect(() => displayName(secret)).toThrow(expect.not.stringContaining('secret'))
  })
})
