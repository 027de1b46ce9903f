import fc from 'fast-check'
import { FileError } from '../../../src/core/errors.js'
import { displayName } from '../../../src/core/file-names.js'

/** What rules for names look at: separators, edges, devices, what composes, what is invisible, what is no text. */
const pieces = [
  ...'aZ09-_.',
  ...['..', '/', '\\', ' ', '\t', '\u00a0', '\u3000', '\0', '\r\n', '"', "'", ';', '%2F', ':', '*'],
  ...['con', 'NUL', 'com1', 'lpt¹', 'aux.', '.txt', '.tar.gz', 'file', '__proto__'],
  ...[
    'é',
    'e\u0301',
    '\u0301',
    '\u0338',
    'ß',
    'İ',
    'ﬁ',
    '\u212b',
    '日本',
    'می',
    '한',
    '각',
    '\u1112\u1161',
  ],
  ...['👨\u200d👩', '🇯🇵', '\u200c', '\u200d', '\u200e', '\u202e', '\u2066', '\ufeff', '\ufffd'],
  ...['\ud800', '\udc00', '\u{10ffff}', '\u{1d4b3}'],
  ...['x'.repeat(120), '文'.repeat(50), '_'.repeat(30), '.'.repeat(30), '\u0344'.repeat(40)],
]

const strangePieces = fc.array(fc.constantFrom(...pieces), { maxLength: 12 })
const characters = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 })
const codePoints = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 3 })
const units = fc.array(fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)))
/** About as long as a name may be, with something at the places where it may be cut. */
const atTheLimit = fc.tuple(
  fc.constantFrom('', 'con.', 'com1', '.', 'e\u0301', '文'),
  fc.integer({ min: 248, max: 256 }).map((length) => 'x'.repeat(length)),
  fc.constantFrom('', '_', '...', '文', '/', '\u{1d4b3}'),
  fc.constantFrom('', 'b', '.txt', '.文', '._', '\u0301')
)

/** Any text that can come in as a name, broken UTF-16 and far too long ones among it. */
export const sentName: fc.Arbitrary<string> = fc
  .oneof({ weight: 4, arbitrary: strangePieces }, characters, codePoints, units, atTheLimit)
  .map((parts) => parts.join(''))

/** The display name, or the code with which it is refused. */
export function tryDisplayName(sent: string): { name: string } | { code: string } {
  try {
    return { name: displayName(sent) }
  } catch (error) {
    if (error instanceof FileError) return { code: error.code }
    throw error
  }
}

/** Every name that a file can have. */
export const acceptableName: fc.Arbitrary<string> = sentName
  .map(tryDisplayName)
  .filter((outcome) => 'name' in outcome)
  .map(({ name }) => name)
