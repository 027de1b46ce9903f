import fc from 'fast-check'

export const boundary = 'bo.und'
const contentType = `multipart/form-data; boundary=${boundary}`
export const formLimits = { maxParts: 3, maxFieldSize: 60 }

/** One strange thing is enough to be damage, so a form has few of them. */
const oftenOf = (plain: readonly string[], strange: readonly string[]) =>
  fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...plain) },
    { weight: 1, arbitrary: fc.constantFrom(...strange) }
  )

/** What a name is made of; the strange ones end its quotes, its line or its meaning. */
const namePieces = fc
  .array(
    oftenOf(
      ['a', 'name', '.txt', ' ', ';', '=', '%22', '%0D%0A', "'", 'é', '文', '\u{1f600}', '; x="'],
      ['"', '\\', '\\"', '\r\n', '\n', '\t', '\0', '\x7f', '\u0085', '\xff', '"; filename="b']
    ),
    { maxLength: 4 }
  )
  .map((pieces) => pieces.join(''))

const fieldName = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('file', 'name', 'file_name', 'file_type', 'other') },
  { weight: 4, arbitrary: namePieces },
  { weight: 1, arbitrary: fc.constantFrom('', 'FILE', '__proto__', 'constructor', 'toString') }
)

const typeLine = fc.option(
  oftenOf(
    ['text/plain', 'image/PNG', 'a/b', 'text/plain; charset=utf-8'],
    [
      ...['text/plain; charset=latin1', 'application/json', 'Application/JSON', 'text', ''],
      ...['a/b; charset=utf-8; c=d', ' a/b', 'a/b ', '*/*', 'text/plain; charset=base64', 'a/é'],
    ]
  ),
  { nil: undefined }
)

const moreLines = oftenOf(
  ['', '', ''],
  [
    ...['\r\nContent-Length: 3', '\r\nContent-Transfer-Encoding: base64', '\r\nX: y', '\r\nX'],
    ...[
      '\r\n folded',
      '\r\nContent-Disposition: attachment',
      '\r\nContent-Type: x/y',
      '\r\n',
      '\n',
    ],
  ]
)

const parameters = oftenOf(
  ['', ''],
  ['; filename="c"', "; filename*=UTF-8''d", '; name=e', ';', ' ', '; size=1']
)

const start = oftenOf(
  ['Content-Disposition: form-data; name='],
  [
    ...['content-disposition: form-data; name=', 'Content-Disposition:form-data; name='],
    ...['Content-Disposition: Form-Data; name=', 'Content-Disposition: form-data;name='],
    ...['Content-Disposition: form-data; NAME=', 'Content-Disposition:  form-data; name='],
    ...['Content-Disposition: attachment; name=', 'Content-Disposition: form-data; filename='],
  ]
)

const quoted = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, oftenOf(['"'], ['', "'"])).map(([name, quote]) => `${quote}${name}${quote}`)

/** Bytes that begin like a boundary, end like one, or are one. */
const content = fc
  .array(
    oftenOf(
      [
        ...['\r', '\n', '\r\n', '-', '--', `--${boundary}`, `\r\n--${boundary.slice(0, -1)}`],
        ...['x', '', '\r\n\r\n', '\0', 'é', 'a/b', '{"a":1}', 'x'.repeat(39)],
      ],
      [`\r\n--${boundary}`, `\r\n--${boundary}--`, `\r\n--${boundary}--\r\n`, '\xff', '\xe2\x82']
    ),
    { maxLength: 4 }
  )
  .map((pieces) => Buffer.concat(pieces.map((piece) => Buffer.from(piece, encodingOf(piece)))))

/** The two that are no UTF-8 stand for their bytes. */
const encodingOf = (piece: string): BufferEncoding =>
  ['\xff', '\xe2\x82'].includes(piece) ? 'latin1' : 'utf8'

const headerOf = fc
  .record({
    start,
    name: quoted(fieldName),
    filename: fc.option(quoted(namePieces), { nil: undefined }),
    parameters,
    type: typeLine,
    moreLines,
  })
  .map((header) => {
    const filename = header.filename === undefined ? '' : `; filename=${header.filename}`
    const type = header.type === undefined ? '' : `\r\nContent-Type: ${header.type}`
    return `${header.start}${header.name}${filename}${header.parameters}${type}${header.moreLines}`
  })

const delimiterEnd = oftenOf(['\r\n'], [' \r\n', '\t\r\n', '\n', '', '-\r\n', '\r\n\r\n'])

const part = fc
  .tuple(delimiterEnd, headerOf, content)
  .map(([end, header, bytes]) => Buffer.concat([Buffer.from(`${end}${header}\r\n\r\n`), bytes]))

const lastEnd = oftenOf(['--', '--\r\n'], ['', '-', '--\n', '-- \r\n', '--\r\nepilogue', '\r\n'])

/** A form of such parts, most of them as clients send them. */
const form = fc
  .tuple(oftenOf([''], ['\r\n', 'preamble\r\n', ' ']), fc.array(part, { maxLength: 4 }), lastEnd)
  .map(([before, parts, end]) => {
    const delimiter = Buffer.from(`\r\n--${boundary}`)
    const pieces = parts.flatMap((bytes) => [delimiter, bytes])
    const body = Buffer.concat([...pieces, delimiter, Buffer.from(end)])
    return Buffer.concat([Buffer.from(before), body.subarray(2)])
  })

/** One place of a body gets other bytes, or loses some. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat({ max: 6 }),
  added: fc.oneof(
    fc.constantFrom('', '\r\n', '\r', '\n', '--', '"', ' ', `\r\n--${boundary}\r\n`),
    fc.string({ unit: 'binary', maxLength: 3 })
  ),
})

/** The bytes of a form, whole or with up to two such places. */
export const formBody = fc
  .tuple(form, fc.oneof(fc.constant([]), fc.constant([]), fc.array(damage, { maxLength: 2 })))
  .map(([body, damages]) =>
    damages.reduce((bytes, { at, removed, added }) => {
      const cut = Math.floor(at * bytes.length)
      return Buffer.concat([
        bytes.subarray(0, cut),
        Buffer.from(added),
        bytes.subarray(cut + removed),
      ])
    }, body)
  )

const fileHeader = 'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
const nameHeader = 'Content-Disposition: form-data; name="name"\r\n\r\n'

/** Such a form behind a file that is too long to be taken in as a whole and ends about where one chunk of it does. */
export const largeFormBody = fc
  .record({
    before: oftenOf(['', `--${boundary}\r\n${nameHeader}a\r\n`], ['\r\n', ' ']),
    length: fc.integer({ min: 64_000, max: 67_000 }),
    end: content,
    rest: formBody,
  })
  .map(({ before, length, end, rest }) => {
    const file = `--${boundary}\r\n${fileHeader}${'x'.repeat(length)}`
    return Buffer.concat([Buffer.from(before + file), end, Buffer.from('\r\n'), rest])
  })

/** What a Content-Type says of the boundary, most of it as clients do. */
export const formType = oftenOf(
  [contentType, `multipart/form-data; boundary="${boundary}"`],
  [
    ...[`multipart/form-data;boundary=${boundary}`, `Multipart/Form-Data; Boundary=${boundary}`],
    ...[`${contentType}; charset=utf-8`, `multipart/form-data; charset=x; boundary=${boundary}`],
    ...[`${contentType}; boundary=x`, `multipart/form-data; boundary=${boundary} `],
  ]
)
