import { filePart, multipart, part, textPart } from '../support/multipart.js'
import { alike, disposed, everyForm, everyRaw } from './support/forms.js'
import { hostileTable } from './support/table.js'
import {
  type Code,
  named,
  nameField,
  noFile,
  refused,
  stranger,
  taken,
  type Verdict,
} from './support/verdicts.js'

const file = (rest: string, headers: readonly string[] = []) => [
  disposed(`; name="file"${rest}`, 'x', headers),
]
const dispositions = (...lines: string[]) =>
  part(
    lines.map((line) => `Content-Disposition: form-data; ${line}`),
    'x'
  )

/** What a name of an upload is refused with; a replacement is not named by its file part. */
const badName =
  (code: Code): Verdict =>
  (target, attempt) =>
    (attempt.place.replaces ? taken('x') : refused(code))(target, attempt)

const inner = multipart(
  [filePart('one', { filename: 'one.txt' }), filePart('two', { filename: 'two.txt' })],
  { boundary: 'inner' }
).body

const raw = (disposition: string) => ({
  headers: { 'Content-Disposition': `attachment; ${disposition}` },
})

hostileTable('the headers of a part', [
  {
    id: 'M20',
    sentence: 'a Content-Transfer-Encoding is not undone',
    inputs: everyForm(
      ['base64', 'BASE64', 'quoted-printable', '7bit', '8bit', 'binary', 'x-gzip', 'no such'].map(
        (encoding) => [
          encoding,
          [
            disposed('; name="file"; filename="a"', 'aGVsbG8=3D\r\n', [
              `Content-Transfer-Encoding: ${encoding}`,
            ]),
          ],
          taken('aGVsbG8=3D\r\n', 'a'),
        ]
      )
    ),
  },
  {
    id: 'M21',
    sentence: 'a form inside a part is bytes like any others',
    inputs: everyForm([
      [
        'a file part of files',
        [
          disposed('; name="file"; filename="a"', inner, [
            'Content-Type: multipart/mixed; boundary=inner',
          ]),
        ],
        taken(inner, 'a'),
      ],
      [
        'a file part of a form',
        [
          disposed('; name="file"; filename="a"', inner, [
            'Content-Type: multipart/form-data; boundary=inner',
          ]),
        ],
        taken(inner, 'a'),
      ],
      [
        'files in a part without a file name',
        [disposed('; name="file"', inner, ['Content-Type: multipart/mixed; boundary=inner'])],
        noFile,
      ],
      [
        'files in a text part',
        [
          disposed('; name="files"', inner, ['Content-Type: multipart/mixed; boundary=inner']),
          filePart('content'),
        ],
        stranger(taken('content', 'test.txt')),
      ],
    ]),
  },
  {
    id: 'M22',
    sentence: 'of two statements the first counts',
    inputs: [
      ...everyForm([
        [
          'two Content-Dispositions',
          [dispositions('name="file"; filename="one.txt"', 'name="file"; filename="two.txt"')],
          taken('x', 'one.txt'),
        ],
        [
          'a second Content-Disposition of a field',
          [dispositions('name="file"; filename="one.txt"', 'name="o"')],
          taken('x', 'one.txt'),
        ],
        [
          'a second Content-Disposition of a file',
          [dispositions('name="o"', 'name="file"; filename="two.txt"')],
          stranger(noFile),
        ],
        ['two file names', file('; filename="one.txt"; filename="two.txt"'), taken('x', 'one.txt')],
        [
          'an empty second file name',
          file('; filename="one.txt"; filename=""'),
          taken('x', 'one.txt'),
        ],
        ['an empty first file name', file('; filename=""; filename="two.txt"'), refused('NO_FILE')],
        [
          'a second field name behind the file name',
          file('; filename="one.txt"; name="o"'),
          taken('x', 'one.txt'),
        ],
        [
          'two types',
          file('; filename="one.txt"', ['Content-Type: image/png', 'Content-Type: text/html']),
          taken('x', 'one.txt'),
        ],
      ]),
      ...everyRaw([
        ...['=one.txt', '="one.txt"', "*=UTF-8''one.txt"].map(
          (name) =>
            [
              `two headers with filename${name}`,
              raw(`filename${name}\r\nContent-Disposition: attachment; filename=two.txt`),
              named('x', 'one.txt'),
            ] as const
        ),
        ['two file names', raw('filename=one.txt; filename=two.txt'), named('x', 'one.txt')],
        [
          'two quoted file names',
          raw('filename="one.txt"; filename="two.txt"'),
          named('x', 'one.txt'),
        ],
        [
          'two encoded file names',
          raw("filename*=UTF-8''one.txt; filename*=UTF-8''two.txt"),
          named('x', 'one.txt'),
        ],
      ]),
    ],
  },
  {
    id: 'M23',
    sentence:
      'filename counts in a form and filename* in a raw request; what cannot be read is 400',
    inputs: [
      ...everyForm([
        ...[
          ['both', `; filename="one.txt"; filename*=UTF-8''two.txt`],
          ['an unknown charset behind', `; filename="one.txt"; filename*=x-none''%ff`],
          ['a bad escape behind', `; filename="one.txt"; filename*=UTF-8''%zz`],
          ['the encoded one first', `; filename*=UTF-8''two.txt; filename="one.txt"`],
          ['filename* alone', "; filename*=UTF-8''one.txt"],
          ['filename* in ISO-8859-1', "; filename*=iso-8859-1''one.txt"],
          ['filename* with a language', "; filename*=utf-8'en'one.txt"],
        ].map(
          ([title, rest]) => [title as string, file(rest as string), taken('x', 'one.txt')] as const
        ),
        ...alike(badName('INVALID_NAME'), [
          ['bytes that are not UTF-8', file("; filename*=UTF-8''%ff.txt")],
          ['a cut character', file("; filename*=UTF-8''%e2%82.txt")],
          ['KOI8-R', file("; filename*=koi8-r''%c6.txt")],
        ]),
      ]),
      ...everyRaw([
        ...(
          [
            ['both', "filename=two.txt; filename*=UTF-8''one.txt"],
            ['both, the encoded one first', "filename*=UTF-8''one.txt; filename=two.txt"],
            ['an unknown charset beside', "filename=one.txt; filename*=x-none''%ff"],
            ['a bad escape beside', "filename=one.txt; filename*=UTF-8''a%zz"],
            ['a cut character beside', "filename=one.txt; filename*=UTF-8''%e2%82"],
            ['filename* in ISO-8859-1', "filename*=iso-8859-1''one.txt"],
          ] as const
        ).map(([title, disposition]) => [title, raw(disposition), named('x', 'one.txt')] as const),
        ...[
          "filename*=x-none''a",
          "filename*=UTF-8''a%zz",
          "filename*=UTF-8''%e2%82",
          'filename*=one.txt',
          "filename*=''one.txt",
          'filename*=',
        ].map((disposition) => [disposition, raw(disposition), refused('INVALID_NAME')] as const),
      ]),
    ],
  },
  {
    id: 'M22, M23',
    sentence: 'the same holds in every spelling of the header',
    reason:
      'the form parser hands on the last of two names unless the header begins with name="…"; filename="…", and reads a filename* that is none',
    inputs: everyForm([
      ...[
        ['no quotes', 'name=file; filename=one.txt; filename=two.txt'],
        ['no blanks', 'name="file";filename="one.txt";filename="two.txt"'],
        ['the name last', 'filename="one.txt"; filename="two.txt"; name="file"'],
        ['two field names', 'name="file"; name="o"; filename="one.txt"'],
        [
          'filename* behind, the name last',
          `filename="one.txt"; filename*=UTF-8''two.txt; name="file"`,
        ],
        ['filename* behind, no quotes', "name=file; filename=one.txt; filename*=UTF-8''two.txt"],
        ['filename* behind a path', `name="file"; filename="d\\one.txt"; filename*=UTF-8''two.txt`],
      ].map(
        ([title, parameters]) =>
          [title as string, [disposed(`; ${parameters}`)], taken('x', 'one.txt')] as const
      ),
      ...alike(badName('INVALID_NAME'), [
        ['a bad escape', file("; filename*=UTF-8''a%zz.txt")],
        ['an unknown charset', file("; filename*=x-none''a.txt")],
        ['a charset that is none', file("; filename*=base64''a.txt")],
        ['no charset', file('; filename*=a.txt')],
        ['a name in pieces', file('; filename*0="a"; filename*1=".txt"')],
      ]),
    ]),
  },
  {
    id: 'M5, N11',
    sentence: 'a part whose header is not one is 400',
    reason:
      'the form parser skips what it cannot read of a header, and the form is taken without it',
    inputs: everyForm(
      alike(refused('BAD_MULTIPART'), [
        [
          'LF in the header of a field',
          (e) => [
            part([`Content-Disposition: form-data; name="${nameField(e)}"\nX: y`], 'n'),
            filePart('x'),
          ],
        ],
        ['a line without a colon', [part(['nonsense'], ''), filePart('x')]],
        [
          'a header that ends at a boundary',
          (e) => [
            filePart('x'),
            Buffer.from(`Content-Disposition: form-data; name="${nameField(e)}"`),
          ],
        ],
        ['a line break in the file name', [filePart('x', { filename: 'a\r\nb' })]],
        ['a header in the file name', [filePart('x', { filename: 'a\r\nX: 1' })]],
        ['CR in the file name', [filePart('x', { filename: 'a\rb' })]],
        ['LF in the file name', [filePart('x', { filename: 'a\nb' })]],
        ['a file name that never ends', file('; filename="a')],
        [
          'a header of 100 KB that cuts the name behind it',
          [
            part(
              [
                `X: ${'y'.repeat(81_850)}`,
                'Content-Disposition: form-data; name="file"; filename="evil.txt.exe"',
              ],
              'x'
            ),
          ],
        ],
      ])
    ),
  },
  {
    id: 'N10, M23',
    sentence: 'a text part in a charset that is none is 400',
    reason: 'the form parser takes base64 for a charset',
    inputs: everyForm([
      [
        'base64',
        (e) => [
          part(
            [
              `Content-Disposition: form-data; name="${nameField(e)}"`,
              'Content-Type: text/plain; charset=base64',
            ],
            'abc.txt'
          ),
          textPart('o', ''),
        ],
        refused('INVALID_REQUEST'),
      ],
    ]),
  },
])
