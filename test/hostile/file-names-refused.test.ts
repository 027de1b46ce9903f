import { formEntries } from '../support/doors.js'
import { filePart, part } from '../support/multipart.js'
import { alike, everyForm } from './support/forms.js'
import {
  byJson,
  everyName,
  type Name,
  nameEntries,
  textPartEntries,
} from './support/name-entries.js'
import { hostileTable } from './support/table.js'
import { kept, nameField, noFile, refused, taken } from './support/verdicts.js'

const refusedNames = (names: readonly Name[], entries = nameEntries) =>
  everyName(names, (entry, name) => refused(entry.codeOf(name)), entries)
const keptNames = (names: readonly string[]) => everyName(names, (_, name) => kept(`${name}`))

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
const within = (character: string) => `a${character}b.txt`
const bytes = (...values: number[]) => Buffer.from([0x61, ...values, 0x62])

/** An empty name is no name in a form, where a person may leave a field blank. */
const blank = nameEntries.filter((entry) => !entry.blank)

hostileTable(
  'names that no file may have',
  [
    {
      id: 'N3',
      sentence: 'a name that is nothing, dots or blanks is 400; a dot or a blank at its end stays',
      inputs: [
        ...refusedNames([
          '.',
          '..',
          ' ',
          '     ',
          '\u3000',
          '\u00a0',
          '\u2003 \u2028',
          'a/',
          'a\\',
          'a/.',
          'a\\..',
          'a/ ',
          '/',
        ]),
        ...refusedNames([''], blank),
        ...everyName([''], () => taken('x', 'test.txt'), textPartEntries),
        ...everyForm([
          ['an empty filename', [filePart('x', { filename: '' })], refused('NO_FILE')],
          [
            'a blank name alone',
            (entry) => [part([`Content-Disposition: form-data; name="${nameField(entry)}"`], '')],
            noFile,
          ],
        ]),
        ...keptNames(['name.', 'name ', ' name', 'name. .', '...', '. .', '.. ', ' ..']),
      ],
    },
    {
      id: 'N4',
      sentence: 'a control character anywhere in a name is 400',
      inputs: [
        ...refusedNames([...range(0, 0x1f), ...range(0x7f, 0x9f)].map(within)),
        ...refusedNames([
          '\0',
          '\t',
          '\u0085',
          'a.txt\0',
          '\0a.txt',
          'a.txt\0.png',
          '\t/a.txt',
          'a\0/b.txt',
        ]),
        ...refusedNames(['a\r\n', '\r\na', 'a\r\nX: 1', 'a\r\n\r\nb']),
      ],
    },
    {
      id: 'N4',
      sentence: 'a line break in an encoded file name of a form is 400',
      reason: 'the form parser skips such a part, and the form then has no file: 422',
      inputs: everyForm(
        alike(
          refused('INVALID_NAME'),
          ['%0d', '%0a', '%0d%0aX:%201'].map((written) => [
            written,
            [filePart('x', { filename: null, parameters: `filename*=UTF-8''a${written}b` })],
          ])
        ),
        formEntries.filter((entry) => !entry.replaces)
      ),
    },
    {
      id: 'N9',
      sentence: 'what turns the direction of text is 400; what scripts and emoji need stays',
      // With an override `annexe\u202Etxt.exe` reads as a text file.
      inputs: [
        ...refusedNames([...range(0x202a, 0x202e), ...range(0x2066, 0x2069), '\ufffd'].map(within)),
        ...refusedNames(['annexe\u202etxt.exe', '\u202e/gpj.exe']),
        ...keptNames([
          '👨\u200d👩\u200d👧 family.jpg',
          '🇨🇭🇮🇷.png',
          '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}.png',
          'می\u200cخواهم.txt',
          'क्\u200dष.txt',
          'rtl\u200f mark\u200e.txt',
          '❤\ufe0f.txt',
        ]),
      ],
    },
    {
      id: 'N10',
      sentence: 'bytes that are not UTF-8, and half a character, are 400 and never replaced',
      inputs: [
        ...refusedNames([
          bytes(0xff),
          bytes(0xc0, 0xae),
          bytes(0xc0, 0x80),
          bytes(0xe0, 0x80, 0xaf),
          bytes(0xed, 0xa0, 0x80),
          bytes(0xed, 0xb0, 0x80),
          bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
          bytes(0xf4, 0x90, 0x80, 0x80),
          bytes(0xf8, 0x88, 0x80, 0x80, 0x80),
          bytes(0xe2, 0x82),
          bytes(0x80),
          Buffer.from('na\xefve.txt', 'latin1'),
          Buffer.from('日本.txt', 'utf16le').subarray(0, 3),
        ]),
        ...refusedNames(
          ['a\ud800', '\udc00b', '\udc00\ud800', 'a\ud83d', '\ud83d\ud83d'],
          [byJson]
        ),
        ...everyForm(
          alike(
            refused('INVALID_NAME'),
            ['"\\ud800"', '"a\\udc00b"', '"\\u0000"', '".."', '"\\u202e"'].map((json) => [
              `the JSON part ${json}`,
              (entry) => [
                part(
                  [
                    `Content-Disposition: form-data; name="${nameField(entry)}"`,
                    'Content-Type: application/json',
                  ],
                  json
                ),
                filePart('x'),
              ],
            ])
          )
        ),
      ],
    },
  ],
  {},
  { direct: 'nginx refuses some fields itself' }
)
