import { expect } from 'vitest'
import { type FormEntry, formEntries } from '../support/doors.js'
import { filePart, multipart, part, textPart } from '../support/multipart.js'
import {
  alike,
  asForm,
  boundary,
  disposed,
  everyAnnouncedForm,
  everyRaw,
  type FormCase,
} from './support/forms.js'
import { hostileTable } from './support/table.js'
import { type Code, noFile, refused, stranger, taken, type Verdict } from './support/verdicts.js'

/** The same, while somebody else asks something on another connection and is answered. */
const meanwhile =
  (verdict: Verdict): Verdict =>
  async (target, attempt) => {
    const [live] = await Promise.all([target.client.get('/livez'), verdict(target, attempt)])
    expect(live.status).toBe(200)
  }

const flood = (cases: readonly FormCase[], entries?: readonly FormEntry[]) =>
  everyAnnouncedForm(
    cases.map(([title, form, verdict]) => [title, form, meanwhile(verdict)]),
    entries
  )

/** The bytes of a file that is hard to search, made when they are sent and when they are compared. */
const hard = (title: string, boundaryOf: string, bytes: () => Buffer): FormCase => [
  title,
  () => multipart([filePart(bytes())], { boundary: boundaryOf }),
  (target, attempt) => taken(bytes())(target, attempt),
]

const times = (count: number, text: string) => () => Buffer.from(text.repeat(count))
const fields = (count: number) => Array.from({ length: count }, (_, i) => textPart(`f${i}`, ''))
const strays = (count: number) => Array.from({ length: count }, () => part([], ''))
const headers = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: y`)
const disposition = 'Content-Disposition: form-data; name="file"; filename="a"'

/** A name that no upload may have; a replacement is not named by its file part. */
const badName =
  (code: Code): Verdict =>
  (target, attempt) =>
    (attempt.place.replaces ? taken('x') : refused(code))(target, attempt)

hostileTable('floods in a form', [
  {
    id: 'M13',
    sentence: 'more parts than 100 are 413, however small',
    inputs: [
      ...flood([
        ['100 parts', [filePart('x'), ...strays(99)], taken('x', 'test.txt')],
        ...alike(refused('FILE_TOO_LARGE'), [
          ['101 parts', [filePart('x'), ...strays(100)]],
          ['1 001 parts', [...strays(1000), filePart('x')]],
          [
            '100 000 empty parts in 5 MB',
            () => multipart(strays(100_000), { boundary: 'b'.repeat(42) }),
          ],
          [
            '100 000 boundaries',
            () => asForm(`${`--${boundary}\r\n`.repeat(100_000)}--${boundary}--\r\n`),
          ],
          [
            '1 001 parts behind a megabyte',
            () => [filePart(Buffer.alloc(1 << 20)), ...strays(1000)],
          ],
        ]),
        ['1 001 fields', [...fields(1000), filePart('x')], stranger(refused('FILE_TOO_LARGE'))],
        [
          '1 001 fields behind the file',
          [filePart('x'), ...fields(1000)],
          stranger(refused('FILE_TOO_LARGE')),
        ],
        [
          '90 fields of 64 KiB',
          () => [...fields(90).map((_, i) => textPart(`f${i}`, 'x'.repeat(65_536))), filePart('x')],
          stranger(taken('x', 'test.txt')),
        ],
      ]),
    ],
  },
  {
    id: 'M15',
    sentence: 'a part of 2 000 headers, or of one of 100 KB, is read or is no part',
    inputs: flood([
      [
        '2 000 headers before its disposition',
        [part([...headers(2000), disposition], 'x')],
        noFile,
      ],
      [
        '1 999 headers before its disposition',
        [part([...headers(1999), disposition], 'x')],
        taken('x', 'a'),
      ],
      ['20 000 headers behind it', [part([disposition, ...headers(20_000)], 'x')], taken('x', 'a')],
      ['100 KB before it', [part([`X: ${'y'.repeat(100_000)}`, disposition], 'x')], noFile],
      [
        '100 KB behind it',
        [part([disposition, `X: ${'y'.repeat(100_000)}`], 'x')],
        taken('x', 'a'),
      ],
      ['a header of 5 MB', () => [part([`X: ${'y'.repeat(5_000_000)}`], 'x')], noFile],
      [
        'a header that never ends',
        () => asForm(`--${boundary}\r\nX: ${'y'.repeat(5_000_000)}`),
        refused('BAD_MULTIPART'),
      ],
      [
        'a header folded 5 000 times',
        [part([`${disposition}${'\r\n '.repeat(5000)}`], 'x')],
        taken('x', 'a'),
      ],
      [
        '100 strays of 64 KB each',
        () => [...strays(99).map(() => part([`X: ${'y'.repeat(65_000)}`], '')), filePart('x')],
        taken('x', 'test.txt'),
      ],
    ]),
  },
  {
    id: 'M16',
    sentence: 'megabytes behind a line break are stored as they are',
    // Werkzeug CVE-2023-46136 looked for the boundary again from the start with each chunk.
    inputs: flood([
      hard('CR LF and 4 MB', boundary, () => Buffer.from(`\r\n${'x'.repeat(4_000_000)}`)),
      hard('4 MB of line breaks', boundary, times(2_000_000, '\r\n')),
      hard('4 MB of CR', boundary, times(4_000_000, '\r')),
      hard('4 MB of LF', boundary, times(4_000_000, '\n')),
      hard('4 MB of dashes', boundary, times(4_000_000, '-')),
      [
        'a field of CR LF and 2 MB',
        () => [textPart('o', `\r\n${'x'.repeat(2_000_000)}`), filePart('x')],
        refused('FILE_TOO_LARGE'),
      ],
    ]),
  },
  {
    id: 'M17',
    sentence: 'what is almost the boundary, a million times, is stored as it is',
    inputs: flood([
      hard('all but its last character', 'xBy', times(1_000_000, '\r\n--xB')),
      hard('all but its first line break', 'xBy', times(1_000_000, '\n--xBy')),
      hard('all but one dash', 'xBy', times(1_000_000, '\r\n-xBy')),
      hard('its beginning alone', 'xBy', times(1_000_000, '\r\n--')),
      hard(
        'another letter at its end',
        boundary,
        times(300_000, `\r\n--${boundary.slice(0, -1)}X`)
      ),
      hard(
        '70 characters, all but the last',
        'b'.repeat(70),
        times(50_000, `\r\n--${'b'.repeat(69)}`)
      ),
    ]),
  },
  {
    id: 'M24',
    sentence: 'a name or type crafted to be slow to parse is refused or read at once',
    // multiparty CVE-2026-8159 took quadratic time on runs of quoted pairs.
    inputs: [
      ...flood([
        ...alike(
          badName('INVALID_NAME'),
          ['\\"', '%22', '%5c', ' ', ';', '=', "'", '*'].map((run) => [
            `a file name of 20 000 times ${run}`,
            [filePart('x', { filename: `${run.repeat(20_000)}.txt` })],
          ])
        ),
        // Separators, of which the last counts.
        [
          '20 000 backslashes',
          [filePart('x', { filename: `${'\\'.repeat(20_000)}a` })],
          taken('x', 'a'),
        ],
        [
          '20 000 directories',
          [filePart('x', { filename: '\\a'.repeat(20_000) })],
          taken('x', 'a'),
        ],
        [
          'an encoded file name of 20 000 escapes',
          [disposed(`; name="file"; filename*=UTF-8''${'%41'.repeat(20_000)}`)],
          badName('INVALID_NAME'),
        ],
        [
          '10 000 parameters',
          [disposed(`${'; a=b'.repeat(10_000)}; name="file"; filename="a"`)],
          taken('x', 'a'),
        ],
        [
          '20 000 semicolons',
          [disposed(`${';'.repeat(20_000)} name="file"; filename="a"`)],
          taken('x', 'a'),
        ],
        [
          'a type of 20 000 semicolons',
          [
            disposed('; name="file"; filename="a"', 'x', [
              `Content-Type: a/b${';'.repeat(20_000)}`,
            ]),
          ],
          taken('x', 'a'),
        ],
        [
          'a type of 10 000 parameters',
          [
            disposed('; name="file"; filename="a"', 'x', [
              `Content-Type: a/b${'; a="\\""'.repeat(8000)}`,
            ]),
          ],
          taken('x', 'a'),
        ],
      ]),
      ...flood(
        alike(
          refused('INVALID_REQUEST'),
          [';', '; ', '; a="\\"', '; a=', ' '].map((run) => [
            `a file_type of 60 000 characters ${run}`,
            [textPart('file_type', `a/b${run.repeat(60_000 / run.length)}x`), filePart('x')],
          ])
        ),
        formEntries.filter((entry) => entry.replaces)
      ),
      ...everyRaw(
        ['\\"', '\\\\', ' ', '%41', ';', '"'].map((run) => [
          `a Content-Disposition of 5 000 times ${run}`,
          {
            headers: {
              'Content-Disposition': `attachment; filename="a${run.repeat(5000 / run.length)}`,
            },
          },
          // Quotes that never close name nothing.
          meanwhile(taken('x')),
        ])
      ),
      ...everyRaw(
        ['; ', ';', ' ', '; a="\\"'].map((run) => [
          `a Content-Type of 10 000 characters ${run}`,
          { headers: { 'Content-Type': `a/b${run.repeat(10_000 / run.length)}x` } },
          meanwhile(refused('UNSUPPORTED_MEDIA_TYPE')),
        ])
      ),
    ],
  },
])
