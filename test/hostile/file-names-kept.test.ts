import { expect } from 'vitest'
import { downloadName } from '../support/disposition.js'
import { rawEntries, uploadForms } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import type { FileView } from '../support/wire.js'
import { everyForm, everyRaw, type FormCase } from './support/forms.js'
import { everyName, nameEntries } from './support/name-entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'
import { kept, type Verdict } from './support/verdicts.js'

/** Doors whose files answer under a safe name as well. */
const publishing = ['form', 'named']

const uploads = (name: string) => `/uploads/${encodeURIComponent(name)}`

/** It keeps its name, and answers under its safe name alone where the door publishes it. */
const safe =
  (name: string, safeName: string): Verdict =>
  (target, attempt) =>
    kept(name, async () => {
      const status = publishing.includes(attempt.place.door) ? 200 : 404
      const { client } = target
      expect((await client.head(uploads(safeName))).status).toBe(status)
      if (name !== safeName) expect((await client.head(uploads(name))).status).toBe(404)
    })(target, attempt)

type Pairs = readonly (readonly [sent: string, expected: string])[]

const safeNames = (pairs: Pairs): Input[] =>
  pairs.flatMap(([name, safeName]) => everyName([name], () => safe(name, safeName)))

const composed = (pairs: Pairs): Input[] =>
  pairs.flatMap(([sent, name]) => everyName([sent], () => kept(name)))

const line =
  /^(attachment|inline); filename=("([^"\\]|\\.)*"|[\w!#$%&'*+.^`|~-]+)(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/

/** The name comes back through every download, in one header of one line. */
const wellFormed = (name: string): Verdict =>
  kept(name, async ({ client }, { file_id }) => {
    for (const path of [
      `/files/${file_id}`,
      `/files/${file_id}?disposition=inline`,
      `/file/download/${file_id}`,
    ]) {
      const answer = await client.head(path)
      const fields = answer.fields.filter(([key]) => key.toLowerCase() === 'content-disposition')
      expect(fields).toHaveLength(1)
      expect(fields[0]?.[1]).toMatch(line)
      expect(downloadName(answer)).toBe(name)
    }
  })
const wellFormedNames = (names: readonly string[]) =>
  everyName(names, (_, name) => wellFormed(`${name}`))

/** Stored as it is, and never shown in place by any download. */
const neverShown = async ({ client }: Target, { file_id, file_name }: FileView) => {
  const paths = [
    `/files/${file_id}`,
    `/files/${file_id}?disposition=inline`,
    `/file/download/${file_id}`,
    uploads(file_name),
  ]
  for (const path of paths) {
    const answer = await client.head(path)
    if (path === paths[3] && answer.status === 404) continue
    expect(answer.get('content-disposition')).toMatch(/^attachment;/)
    expect(answer.get('x-content-type-options')).toBe('nosniff')
    expect(answer.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(answer.get('cross-origin-resource-policy')).toBe('same-origin')
  }
}

const scripts = [
  'a.jpg.php',
  'x.svg',
  'x.html',
  'x.htm',
  'x.xhtml',
  'x.shtml',
  'x.xml',
  'x.js',
  'x.pdf',
  'x.swf',
  'noextension',
  'x.',
  'html',
]

hostileTable('names that are odd but names', [
  {
    id: 'N5',
    sentence:
      'names of Windows devices and streams are kept, and are none where files answer by name',
    inputs: safeNames([
      ['CON', '_CON'],
      ['NUL', '_NUL'],
      ['aux.txt', '_aux.txt'],
      ['COM1', '_COM1'],
      ['LPT9 .txt', 'LPT9_.txt'],
      ['con.tar.gz', '_con.tar.gz'],
      ['PRN.', '_PRN'],
      ['nul:', '_nul'],
      ['COM\u00b9', '_COM\u00b9'],
      ['.CON', '_CON'],
      ['C$ON', '_CON'],
      ['a:b', 'ab'],
      ['a.txt::$DATA', 'a.txtDATA'],
    ]),
  },
  {
    id: 'N6',
    sentence:
      'hidden files, options and home directories are kept, and lose their first character by name',
    inputs: safeNames([
      ['.htaccess', 'htaccess'],
      ['.env', 'env'],
      ['-rf', '-rf'],
      ['--help', '--help'],
      ['~', 'file'],
      ['~root', 'root'],
      ['$(id)', 'id'],
      ['`id`', 'id'],
      ['|id', 'id'],
      ['*', 'file'],
      ['...', 'file'],
      ['__proto__', 'proto'],
    ]),
  },
  {
    id: 'N8',
    sentence: 'a name is composed once, where it comes in, and letters keep their case',
    inputs: [
      ...composed([
        ['e\u0301.txt', '\u00e9.txt'],
        ['\u212b.txt', '\u00c5.txt'],
        ['\u1112\u1161\u11ab.txt', '\ud55c.txt'],
        ['q\u0323\u0307.txt', 'q\u0323\u0307.txt'],
        ['q\u0307\u0323.txt', 'q\u0323\u0307.txt'],
        ['\ufb01.txt', '\ufb01.txt'],
        ['CaSe.TXT', 'CaSe.TXT'],
        ['\u0130I\u0131i.txt', '\u0130I\u0131i.txt'],
      ]),
      ...everyName(
        ['e\u0301.txt'],
        () =>
          kept('\u00e9.txt', async ({ client }) => {
            for (const spelling of ['\u00e9.txt', 'e\u0301.txt']) {
              expect((await client.head(uploads(spelling))).status).toBe(200)
            }
            expect((await client.head(uploads('\u00c9.TXT'))).status).toBe(404)
          }),
        nameEntries.filter(({ door }) => publishing.includes(door))
      ),
    ],
  },
  {
    id: 'N11',
    sentence: 'quotes, separators and escapes in a name stay a name in one header line',
    inputs: wellFormedNames([
      'a"; filename=evil.exe',
      '"',
      "a'b",
      ';',
      'a;b=c.txt',
      'a, b.txt',
      '%',
      '100%.txt',
      '%41.txt',
      '%zz',
      "UTF-8''x.txt",
      '=?utf-8?B?ZXZpbA==?=',
      '<script>alert(1)<',
      '{{7*7}}',
      'a=b',
      ' lead and trail ',
    ]),
  },
  {
    id: 'N12',
    sentence: 'a name in any script comes back through every download',
    inputs: wellFormedNames([
      '📝.png',
      '日本語 "メモ".txt',
      '한국어.txt',
      'файл.txt',
      'ملف.pdf',
      'नमस्ते.txt',
      '\u{1d4d0}\u{10ffff}.bin',
      'ﷺ\u0301.txt',
      'a\u2028b\u2029c.txt',
      'a\u00a0b\u200bc\ufeff.txt',
    ]),
  },
  {
    id: 'N13',
    sentence: 'whatever a name promises to run is served as an attachment',
    inputs: [
      ...everyForm(
        scripts.flatMap((name): FormCase[] => [
          [name, [filePart('<script>', { filename: name })], kept(name, neverShown)],
          [
            `${name} as text/html`,
            [filePart('<script>', { filename: name, type: 'text/html' })],
            kept(name, neverShown),
          ],
        ]),
        uploadForms
      ),
      ...everyRaw(
        scripts.map((name) => [
          name,
          {
            headers: {
              'Content-Type': 'application/octet-stream',
              'Content-Disposition': `attachment; filename="${name}"`,
            },
            body: '<script>',
          },
          kept(name, neverShown),
        ]),
        rawEntries.filter((entry) => !entry.replaces)
      ),
      ...everyRaw(
        [
          [
            'SVG in place of text',
            { headers: { 'Content-Type': 'image/svg+xml' }, body: '<svg onload=alert(1)>' },
            kept('scratch.txt', neverShown),
          ],
        ],
        rawEntries.filter((entry) => entry.replaces)
      ),
    ],
  },
])
