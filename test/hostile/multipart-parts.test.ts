import { type FormEntry, formEntries, rawEntries } from '../support/doors.js'
import { filePart, multipart, part, textPart } from '../support/multipart.js'
import { alike, boundary, everyForm, everyRaw, typed } from './support/forms.js'
import { hostileTable } from './support/table.js'
import { named, nameField, noFile, notAForm, refused, stranger, taken } from './support/verdicts.js'

const whole = multipart([filePart('content')]).body
const field = (entry: FormEntry, content: string) => textPart(nameField(entry), content)
const jsonPart = (name: string, json: string) =>
  part([`Content-Disposition: form-data; name="${name}"`, 'Content-Type: application/json'], json)

/** What every object inherits, and so a careless lookup finds. */
const inherited = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'isPrototypeOf',
  '__defineGetter__',
]

const nested = (depth: number) => `a${'[b]'.repeat(depth)}`

hostileTable('the parts of a form', [
  {
    id: 'M8',
    sentence: 'a file part without a file name, or with an empty one, is no file',
    inputs: everyForm([
      ...alike(noFile, [
        ['no filename', [filePart('x', { filename: null })]],
        ['no filename and a type', [filePart('x', { filename: null, type: 'image/png' })]],
      ]),
      ...alike(refused('NO_FILE'), [
        ['an empty filename', [filePart('x', { filename: '' })]],
        ['an empty filename and no byte', [filePart('', { filename: '' })]],
        [
          'what a browser sends where nothing is chosen',
          [filePart('', { filename: '', type: 'application/octet-stream' })],
        ],
        ['two empty file names', [filePart('', { filename: '' }), filePart('', { filename: '' })]],
      ]),
      [
        'a field left empty beside the file',
        [filePart('', { filename: '' }), filePart('content')],
        taken('content', 'test.txt'),
      ],
    ]),
  },
  {
    id: 'M9',
    sentence: 'fields without a file make no file',
    inputs: [
      ...everyForm([
        ['a submit button', [textPart('submit', 'Upload')], stranger(noFile)],
        [
          'a text part for the file part of another door',
          [textPart('upload', 'x')],
          stranger(noFile),
        ],
        ['a file under another field', [filePart('x', { field: 'upload' })], refused('NO_FILE')],
        ['a file under file[]', [filePart('x', { field: 'file[]' })], refused('NO_FILE')],
        ['a file under FILE', [filePart('x', { field: 'FILE' })], refused('NO_FILE')],
      ]),
      ...everyForm(
        alike(noFile, [
          ['a name', [textPart('name', 'x')]],
          ['an empty name', [textPart('name', '')]],
        ]),
        formEntries.filter((entry) => !entry.replaces)
      ),
    ],
  },
  {
    id: 'M11',
    sentence: 'a second file is 422 and neither of the two is stored',
    inputs: everyForm(
      alike(refused('TOO_MANY_FILES'), [
        ['two files', [filePart('a'), filePart('b')]],
        [
          'two files of one name',
          [filePart('a', { filename: 'n' }), filePart('a', { filename: 'n' })],
        ],
        ['an empty file behind one', [filePart('a'), filePart('')]],
        ['an empty file before one', [filePart(''), filePart('a')]],
        ['a file of another field behind one', [filePart('a'), filePart('b', { field: 'other' })]],
        ['a file of another field before one', [filePart('b', { field: 'other' }), filePart('a')]],
        ['ten files', Array.from({ length: 10 }, () => filePart('x'))],
        ['a field between two files', (entry) => [filePart('a'), field(entry, 'n'), filePart('b')]],
        ['a megabyte before the second', () => [filePart(Buffer.alloc(1 << 20)), filePart('b')]],
        ['a megabyte in the second', () => [filePart('b'), filePart(Buffer.alloc(1 << 20))]],
      ])
    ),
  },
  {
    id: 'M12',
    sentence: 'a field counts behind the file as before it, and twice it is 400',
    inputs: [
      ...everyForm([
        ['a name behind', (e) => [filePart('x'), field(e, 'behind.txt')], named('x', 'behind.txt')],
        ['a name before', (e) => [field(e, 'before.txt'), filePart('x')], named('x', 'before.txt')],
        ...alike(refused('INVALID_REQUEST'), [
          ['two names before', (e) => [field(e, 'a'), field(e, 'b'), filePart('x')]],
          ['two names behind', (e) => [filePart('x'), field(e, 'a'), field(e, 'b')]],
          ['a name on either side', (e) => [field(e, 'a'), filePart('x'), field(e, 'b')]],
          ['the same name twice', (e) => [field(e, 'a'), filePart('x'), field(e, 'a')]],
          ['an empty name and one', (e) => [field(e, ''), filePart('x'), field(e, 'a')]],
          ['a bad name and a good one', (e) => [field(e, '..'), filePart('x'), field(e, 'a')]],
        ]),
        [
          'an unknown field twice',
          [textPart('o', '1'), filePart('x'), textPart('o', '2')],
          stranger(taken('x', 'test.txt')),
        ],
      ]),
      ...everyForm(
        alike(refused('INVALID_REQUEST'), [
          [
            'two types',
            [textPart('file_type', 'a/b'), filePart('x'), textPart('file_type', 'a/b')],
          ],
          ['the name of an upload', [filePart('x'), textPart('name', 'a')]],
        ]),
        formEntries.filter((entry) => entry.replaces)
      ),
    ],
  },
  {
    id: 'M14',
    sentence: 'a text part over its limit is 413, never a cut text',
    inputs: everyForm([
      ...alike(refused('FILE_TOO_LARGE'), [
        ['a name of 64 KiB and a byte', (e) => [field(e, 'x'.repeat(65_537)), filePart('x')]],
        ['a long name behind the file', (e) => [filePart('x'), field(e, 'x'.repeat(65_537))]],
        ['a name of 2 MB', (e) => [field(e, 'x'.repeat(2_000_000)), filePart('x')]],
        ['another field of 64 KiB and a byte', [textPart('o', 'x'.repeat(65_537)), filePart('x')]],
        ['another field of 2 MB', [filePart('x'), textPart('o', 'x'.repeat(2_000_000))]],
      ]),
      [
        'a name of 64 KiB',
        (e) => [field(e, 'x'.repeat(65_536)), filePart('x')],
        refused('INVALID_NAME'),
      ],
      ...alike(stranger(taken('x', 'test.txt')), [
        ['another field of 64 KiB', [textPart('o', 'x'.repeat(65_536)), filePart('x')]],
        ['a field name of 101 characters', [textPart('o'.repeat(101), ''), filePart('x')]],
        ['a field name of 100 KB', [textPart('o'.repeat(100_000), ''), filePart('x')]],
      ]),
    ]),
  },
  {
    id: 'M18',
    sentence: 'a field that is called like a member of every object is 400; a file may be',
    inputs: everyForm([
      ...inherited.flatMap((name) =>
        alike(refused('BAD_MULTIPART'), [
          [`${name} before the file`, [textPart(name, 'x'), filePart('x')]],
          [`${name} behind the file`, [filePart('x'), textPart(name, 'x')]],
          [`${name} as the field of the file`, [filePart('x', { field: name })]],
          [`${name} as the field of another file`, [filePart('x', { field: name }), filePart('y')]],
          [`${name} alone`, [textPart(name, 'x')]],
        ])
      ),
      ...inherited.map(
        (name) =>
          [
            `a file of the name ${name}`,
            [filePart('x', { filename: name })],
            taken('x', name),
          ] as const
      ),
    ]),
  },
  {
    id: 'M19',
    sentence: 'brackets in a field name nest nothing',
    inputs: everyForm(
      [
        nested(1),
        nested(20),
        nested(10_000),
        'name[x]',
        'name[]',
        'name.x',
        '[name]',
        'o[__proto__]',
      ].map((name) => [
        `the field ${name.slice(0, 20)} of ${name.length} characters`,
        [textPart(name, 'x'), filePart('content')],
        stranger(taken('content', 'test.txt')),
      ])
    ),
  },
  {
    id: 'M25',
    sentence: 'a JSON part that names a prototype is 400, and one that is no text is no name',
    inputs: everyForm([
      ...alike(refused('BAD_MULTIPART'), [
        ['__proto__', [jsonPart('o', '{"__proto__":{"x":1}}'), filePart('x')]],
        ['__proto__ behind the file', [filePart('x'), jsonPart('o', '{"__proto__":{"x":1}}')]],
        ['__proto__ deep inside', [jsonPart('o', '{"a":[{"__proto__":1}]}'), filePart('x')]],
        ['__proto__ in escapes', [jsonPart('o', '{"\\u005f_proto__":{}}'), filePart('x')]],
        [
          'a prototype of the constructor',
          [jsonPart('o', '{"constructor":{"prototype":{"x":1}}}'), filePart('x')],
        ],
        [
          '__proto__ in the name',
          (e) => [jsonPart(nameField(e), '{"__proto__":"a"}'), filePart('x')],
        ],
        ['broken JSON', [jsonPart('o', '{"a":'), filePart('x')]],
      ]),
      ...alike(
        refused('INVALID_REQUEST'),
        ['{"a":1}', '["a"]', '1', 'true', 'null'].map((json) => [
          `the name ${json}`,
          (e) => [jsonPart(nameField(e), json), filePart('x')],
        ])
      ),
      [
        'harmless JSON',
        [jsonPart('o', '{"a":1}'), filePart('x')],
        stranger(taken('x', 'test.txt')),
      ],
    ]),
  },
  {
    id: 'M27',
    sentence: 'another kind of multipart, or a form where bytes are expected, is 415',
    inputs: [
      ...everyForm(
        alike(
          notAForm,
          ['mixed', 'related', 'byteranges', 'alternative', 'form-data-x', 'x-form-data', '*'].map(
            (kind) => [kind, typed(`multipart/${kind}; boundary=${boundary}`, whole)]
          )
        )
      ),
      ...everyRaw(
        ['multipart/form-data', 'Multipart/Form-Data', 'multipart/mixed', 'multipart/x'].map(
          (type) => [
            type,
            { headers: { 'Content-Type': `${type}; boundary=${boundary}` }, body: whole },
            refused('UNSUPPORTED_MEDIA_TYPE'),
          ]
        ),
        rawEntries.filter((entry) => entry.path('').endsWith('/content'))
      ),
    ],
  },
  {
    id: 'M28',
    sentence: 'a file of no bytes is a file',
    inputs: [
      ...everyForm([
        ['an empty file', [filePart('', { filename: 'empty.bin' })], taken('', 'empty.bin')],
        [
          'an empty file with a name behind it',
          (e) => [filePart('', { filename: 'e' }), field(e, 'behind.bin')],
          named('', 'behind.bin'),
        ],
      ]),
      ...everyRaw([['no byte', { body: '' }, taken('')]]),
    ],
  },
])
