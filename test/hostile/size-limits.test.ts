import { requestHead } from '../support/client.js'
import { formEntries, rawEntries } from '../support/doors.js'
import { filePart, multipart } from '../support/multipart.js'
import { sendChunked } from '../support/send-chunked.js'
import { alike, everyForm, everyRaw } from './support/forms.js'
import { hostileTable, type Input } from './support/table.js'
import { input, refused, taken, type Verdict } from './support/verdicts.js'

const limit = 100_000
const allowance = 1024 * 1024
const bytes = (size: number) => Buffer.alloc(size, 'f')
const formOf = (size: number) => multipart([filePart(bytes(size))])
const tooLarge = refused('FILE_TOO_LARGE')

/** Without a length, so that only the bytes tell. */
const inChunks = (size: number, verdict: Verdict): Input[] => [
  ...formEntries.map((place) => {
    const { contentType: type, body } = formOf(size)
    const { method } = place
    return input(
      `a file of ${size} bytes in chunks`,
      {
        place,
        send: ({ client }, id) => sendChunked(client, { method, path: place.path(id), type, body }),
      },
      verdict
    )
  }),
  ...rawEntries.map((place) => {
    const request = { method: place.method, type: 'image/png', body: bytes(size) }
    return input(
      `${size} bytes in chunks`,
      {
        place,
        send: ({ client }, id) => sendChunked(client, { ...request, path: place.path(id) }),
      },
      verdict
    )
  }),
]

/** Only the header arrives, so that whatever is answered was decided on the length alone. */
const announced = (length: number, entries: typeof formEntries, type: string): Input[] =>
  entries.map((place) =>
    input(
      `${length} bytes announced and none sent`,
      {
        place,
        send: async ({ client }, id) => {
          const connection = await client.open()
          const headers = {
            Host: client.host,
            'Content-Type': type,
            'Content-Length': String(length),
          }
          await connection.send(requestHead(place.method, place.path(id), headers))
          const answer = await connection.answer(place.method)
          connection.close()
          client.check(place.method, place.path(id), answer)
          return answer
        },
      },
      tooLarge
    )
  )

hostileTable(
  'a limit of 100 000 bytes',
  [
    {
      id: 'M10',
      sentence: 'a file may be as long as the limit, a byte more is 413, and no file is ever cut',
      inputs: [
        ...everyForm([
          ['a file of the limit', formOf(limit), taken(bytes(limit))],
          ...alike(tooLarge, [
            ['a file of a byte more', formOf(limit + 1)],
            ['a file of twice the limit', formOf(2 * limit)],
            ['a file of the limit and half the allowance', formOf(limit + allowance / 2)],
          ]),
        ]),
        ...everyRaw([
          ['as many bytes as the limit', { body: bytes(limit) }, taken(bytes(limit))],
          ['a byte more', { body: bytes(limit + 1) }, tooLarge],
          ['twice the limit', { body: bytes(2 * limit) }, tooLarge],
        ]),
        ...inChunks(limit, taken(bytes(limit))),
        ...inChunks(limit + 1, tooLarge),
        ...inChunks(4 * limit, tooLarge),
        ...announced(limit + allowance + 1, formEntries, 'multipart/form-data; boundary=b'),
        ...announced(2 ** 53 - 1, formEntries, 'multipart/form-data; boundary=b'),
        ...announced(limit + 1, rawEntries, 'image/png'),
        ...announced(2 ** 53 - 1, rawEntries, 'image/png'),
      ],
    },
    {
      id: 'M26',
      sentence: 'what stands around the form is ignored, up to a megabyte above the limit',
      inputs: everyForm([
        ...(
          [
            ['a line before', { preamble: 'before\r\n' }],
            ['a line behind', { epilogue: 'behind' }],
            ['lines on either side', { preamble: 'a\r\nb\r\n', epilogue: 'c\r\nd' }],
            ['half a megabyte before', { preamble: `${'p'.repeat(500_000)}\r\n` }],
            ['half a megabyte behind', { epilogue: 'e'.repeat(500_000) }],
            ['line breaks before', { preamble: '\r\n'.repeat(1000) }],
            ['another form behind', { epilogue: formOf(1).body.toString() }],
          ] as const
        ).map(
          ([title, around]) =>
            [title, multipart([filePart('inside')], around), taken('inside', 'test.txt')] as const
        ),
        ...alike(tooLarge, [
          [
            '2 MB before',
            multipart([filePart('inside')], { preamble: `${'p'.repeat(2_000_000)}\r\n` }),
          ],
          ['2 MB behind', multipart([filePart('inside')], { epilogue: 'e'.repeat(2_000_000) })],
        ]),
      ]),
    },
  ],
  { MAX_FILE_SIZE: String(limit) }
)
