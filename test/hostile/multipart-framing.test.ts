import { type FormEntry, formEntries } from '../support/doors.js'
import { filePart, multipart, part, textPart } from '../support/multipart.js'
import { alike, asForm, boundary, disposed, everyForm, typed } from './support/forms.js'
import { hostileTable } from './support/table.js'
import { nameField, noFile, refused, taken } from './support/verdicts.js'

const whole = multipart([filePart('content')]).body
const malformed = refused('BAD_MULTIPART')

/** A form with a text part on either side of its file. */
/** A form with a text part before its file, and one with it behind. */
const withName = (entry: FormEntry) => {
  const [name, file] = [textPart(nameField(entry), 'named.txt'), filePart('content')]
  return [multipart([name, file]).body, multipart([file, name]).body]
}

/** The body without its last bytes, for every number of them: complete by its length, and yet cut. */
const cuts = (body: Buffer, from: number) =>
  Array.from({ length: body.length - '\r\n'.length - from }, (_, i) => from + i).map(
    (end) => [`the first ${end} of ${body.length} bytes`, asForm(body.subarray(0, end))] as const
  )

hostileTable('the frame of a form', [
  {
    id: 'M1',
    sentence: 'a form that names no boundary is 400',
    inputs: everyForm(
      alike(
        malformed,
        [
          '',
          ';',
          '; boundary',
          '; boundary=',
          '; boundary=""',
          '; boundary=;charset=utf-8',
          '; charset=utf-8',
          `; bound=${boundary}`,
          `; boundary*=UTF-8''${boundary}`,
        ].map((rest) => [
          `Content-Type ${JSON.stringify(rest)}`,
          typed(`multipart/form-data${rest}`, whole),
        ])
      )
    ),
  },
  {
    id: 'M2',
    sentence: 'a boundary of 70 characters is the longest that is taken',
    inputs: everyForm([
      ...[1, 70].map(
        (length) =>
          [
            `a boundary of ${length}`,
            multipart([filePart('x')], { boundary: 'b'.repeat(length) }),
            taken('x', 'test.txt'),
          ] as const
      ),
      ...alike(
        malformed,
        [71, 200, 256, 257, 300, 10_000].map((length) => [
          `a boundary of ${length}`,
          multipart([filePart('x')], { boundary: 'b'.repeat(length) }),
        ])
      ),
      ...alike(
        malformed,
        [71, 257].map((length) => {
          const { body } = multipart([filePart('x')], { boundary: 'b'.repeat(length) })
          const type = `multipart/form-data; boundary="${'b'.repeat(length)}"`
          return [`a quoted boundary of ${length}`, typed(type, body)]
        })
      ),
    ]),
  },
  {
    id: 'M3',
    sentence: 'a form without any part has no file and changes nothing',
    inputs: everyForm(
      alike(noFile, [
        ['no byte', asForm('')],
        ['the last boundary alone', asForm(`--${boundary}--`)],
        ['the last boundary and a line', asForm(`--${boundary}--\r\n`)],
        ['a preamble and the last boundary', asForm(`before\r\n--${boundary}--\r\n`)],
      ])
    ),
  },
  {
    id: 'M4',
    sentence: 'a body that is as long as it says but lacks the last boundary is 400',
    inputs: everyForm(
      alike(malformed, [
        ['no last boundary', multipart([filePart('content')], { closed: false })],
        ['another boundary than it says', typed('multipart/form-data; boundary=other', whole)],
        ['no boundary at all', asForm('content')],
        [
          'a file of a megabyte and no last boundary',
          () => multipart([filePart(Buffer.alloc(1 << 20))], { closed: false }),
        ],
        [
          'a last boundary in another case',
          asForm(`${whole.toString().slice(0, -20)}\r\n--${boundary.toUpperCase()}--\r\n`),
        ],
      ])
    ),
  },
  {
    id: 'M5',
    sentence: 'a body that is cut at any byte, or has lines without CR, is 400',
    inputs: [
      ...everyForm(
        alike(malformed, [
          ...cuts(whole, 1),
          ['LF line ends', asForm(whole.toString().replaceAll('\r\n', '\n'))],
          ['CR line ends', asForm(whole.toString().replaceAll('\r\n', '\r'))],
          ['LF before the boundaries', asForm(whole.toString().replaceAll('\r\n--', '\n--'))],
        ])
      ),
      ...formEntries.flatMap((entry) =>
        withName(entry).flatMap((body) => everyForm(alike(malformed, cuts(body, 60)), [entry]))
      ),
    ],
  },
  {
    id: 'M6',
    sentence: 'a part without Content-Disposition is no part of the form',
    inputs: everyForm([
      ...alike(noFile, [
        ['a type alone', [part(['Content-Type: text/plain'], 'stray')]],
        ['no header line', [part([], 'stray')]],
        ['an unknown header', [part(['X: y'], 'stray')]],
        [
          'another kind of disposition',
          [part(['Content-Disposition: attachment; name="file"; filename="a"'], 'x')],
        ],
        ['an empty disposition', [part(['Content-Disposition:'], 'x')]],
      ]),
      [
        'a stray part before and after the file',
        [part(['X: y'], 'stray'), filePart('content'), part(['X: y'], 'stray')],
        taken('content', 'test.txt'),
      ],
    ]),
  },
  {
    id: 'M7',
    sentence: 'a part without a name, or with an empty one, is 400 wherever it stands',
    inputs: everyForm(
      alike(
        malformed,
        ['', '; name=""', '; name=', '; filename="a"', '; name=""; filename="a"'].flatMap(
          (parameters) => {
            const nameless = disposed(parameters)
            return [
              [`form-data${parameters} alone`, [nameless]] as const,
              [`form-data${parameters} before the file`, [nameless, filePart('x')]] as const,
              [
                `form-data${parameters} after a field`,
                (entry: FormEntry) => [textPart(nameField(entry), 'x'), nameless],
              ] as const,
            ]
          }
        )
      )
    ),
  },
])
