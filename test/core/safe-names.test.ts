import { describe, expect, test } from 'vitest'
import { safeName } from '../../src/core/file-names.js'

const bytes = (text: string) => Buffer.byteLength(text)

describe('safeName', () => {
  // What Werkzeug's secure_filename gives for names in ASCII.
  test.each([
    ['My cool movie.mov', 'My_cool_movie.mov'],
    ['../../../etc/passwd', 'etc_passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\x.txt', 'C_x.txt'],
    ['a \t\n b', 'a_b'],
    ['a ! b', 'a__b'],
    ['__init__.py', 'init__.py'],
    ['.htaccess', 'htaccess'],
    ['a&b;c|d$e`f.txt', 'abcdef.txt'],
    ['a"; filename=evil.exe', 'a_filenameevil.exe'],
    ['..', 'file'],
    ['', 'file'],
    ['/', 'file'],
    ['._._.', 'file'],
    ['-rf', '-rf'],
  ])('of %j is %j', (sent, safe) => {
    expect(safeName(sent)).toBe(safe)
  })

  test.each([
    ['日本語 レポート.pdf', '日本語_レポート.pdf'],
    ['تقرير سنوي.pdf', 'تقرير_سنوي.pdf'],
    ['नमस्ते.txt', 'नमस्ते.txt'],
    ['می\u200cخواهم.txt', 'میخواهم.txt'],
    ['👨\u200d👩\u200d👧 family.jpg', 'family.jpg'],
    ['👨\u200d👩\u200d👧.jpg', 'jpg'],
    ['e\u0301t\u00e9.txt', '\u00e9t\u00e9.txt'],
    ['e\u200d\u0301.txt', '\u00e9.txt'],
    ['٣ Ⅷ.txt', '٣_Ⅷ.txt'],
    ['a\u0000b\u202ec\ufffd\ud800.txt', 'abc.txt'],
  ])('keeps letters, marks and digits of every script: %j is %j', (sent, safe) => {
    expect(safeName(sent)).toBe(safe)
  })

  test.each([
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['Com1', '_Com1'],
    ['LPT9 .txt', 'LPT9_.txt'],
    ['com¹.txt', '_com¹.txt'],
    ['console', 'console'],
    ['COM10', 'COM10'],
    ['a.con', 'a.con'],
  ])('puts a _ in front of a device of Windows: %j is %j', (sent, safe) => {
    expect(safeName(sent)).toBe(safe)
  })

  test.each([
    ['255 bytes are left alone', `${'a'.repeat(251)}.txt`, `${'a'.repeat(251)}.txt`],
    ['one byte more', `${'a'.repeat(252)}.txt`, `${'a'.repeat(251)}.txt`],
    ['characters stay whole', `${'文'.repeat(90)}.txt`, `${'文'.repeat(83)}.txt`],
    ['and so do pairs', `${'𝒳'.repeat(90)}.txt`, `${'𝒳'.repeat(62)}.txt`],
    ['no extension', 'a'.repeat(300), 'a'.repeat(255)],
    ['an extension without room for a stem', `a.${'b'.repeat(300)}`, `a.${'b'.repeat(253)}`],
    [
      'an edge that the cut uncovers',
      `${'a'.repeat(250)}_.${'b'.repeat(4)}`,
      `${'a'.repeat(250)}.bbbb`,
    ],
    ['a device with room', `con.${'b'.repeat(250)}`, `_con.${'b'.repeat(250)}`],
    ['a device without room is none any more', `con.${'b'.repeat(251)}`, `co.${'b'.repeat(251)}`],
  ])('is cut to 255 bytes before the extension: %s', (_, sent, safe) => {
    expect(safeName(sent)).toBe(safe)
    expect(bytes(safe)).toBeLessThanOrEqual(255)
  })

  // The length of the extension was once taken as bytes of the whole less characters of the stem, and it was lost.
  test('keeps the extension of a long name in another script', () => {
    const sent = `${'資料'.repeat(40)}/${'報告'.repeat(40)}.pdf`
    expect(safeName(sent)).toMatch(/^(資料)+.*報告?\.pdf$/u)
  })

  // A pattern once took 3 s for 60 000 of them, and a text part may have as many.
  test.each(['_', '.', '/', ' ', '._', '\u0301'])(
    'reads thousands of %j in linear time',
    (text) => {
      const start = performance.now()
      safeName(`a${text.repeat(60_000)}b/x`)
      expect(performance.now() - start).toBeLessThan(1000)
    }
  )
})
