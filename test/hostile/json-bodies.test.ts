import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { formEntries, rawEntries, upload } from '../support/doors.js'
import { leftOut } from '../support/stand.js'
import type { Changed } from '../support/wire.js'
import { everyRaw } from './support/forms.js'
import { hostileTable, type Input } from './support/table.js'
import type { Place, Target } from './support/target.js'
import { type Code, input, notAForm, refused, taken } from './support/verdicts.js'

const rename: Place = {
  title: 'PUT /files/{id} as JSON',
  door: 'files',
  replaces: true,
  success: 200,
}

/** Doors that take any bytes for a file, whatever they mean. */
const opaque = rawEntries.filter((entry) => entry.path('') !== '/files/')

/**
 * A body that is refused where JSON is read, taken byte by byte where JSON is a file like any other, and no form
 * where forms are expected.
 */
const everyJson = (
  bodies: readonly (string | Buffer)[],
  code: Code = 'INVALID_REQUEST',
  type = 'application/json'
): Input[] =>
  bodies.flatMap((body) => {
    const title = `${body.length} of ${JSON.stringify(body.toString().slice(0, 60))}`
    const headers = { 'Content-Type': type }
    const bytes = Buffer.from(body)
    return [
      input(
        title,
        {
          place: rename,
          send: ({ client }, id) => client.request('PUT', `/files/${id}`, { headers, body: bytes }),
        },
        refused(code)
      ),
      ...everyRaw([[title, { headers, body: bytes }, taken(bytes)]], opaque),
      ...formEntries
        .filter(({ door }) => door !== 'files')
        .map((place) =>
          input(
            title,
            {
              place,
              send: ({ client }) =>
                client.request('POST', place.path(''), { headers, body: bytes }),
            },
            notAForm
          )
        ),
    ]
  })

/** A body that renames or retypes, with what the file then is. */
const changes = (body: string, expected: Partial<Changed['file']>): Input => ({
  title: body.slice(0, 80),
  run: async ({ client }) => {
    const { file_id } = await upload(client)
    const answer = await client.sendJson('PUT', `/files/${file_id}`, body)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json<Changed>().file).toMatchObject({ file_id, revision: 2, ...expected })
    await client.delete(`/files/${file_id}`)
  },
})

const text = (value: string) => JSON.stringify(value)
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const members = (count: number) =>
  `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`

const hasJournal = !leftOut('a database has a journal of its own')

/** Whether the text is in one line of what is written of changes; every line there has to be one record. */
async function isOneLine({ suite }: Target, wanted: string): Promise<boolean> {
  const names = (await readdir(suite.dataDir)).filter((name) => /^(journal|metadata)\./.test(name))
  // What is written anew meanwhile takes journals away.
  const texts = names.map((name) => readFile(join(suite.dataDir, name), 'utf8').catch(() => ''))
  const lines = (await Promise.all(texts)).flatMap((written) => written.split('\n'))
  for (const line of lines) {
    const json = /^[0-9a-f]{8} (.*)$/.exec(line)?.[1]
    if (json !== undefined) JSON.parse(json)
  }
  return lines.some((line) => line.includes(JSON.stringify(wanted)))
}

hostileTable('JSON bodies', [
  {
    id: 'J1',
    sentence: 'what is no JSON object is 400; a byte order mark before one is skipped',
    inputs: [
      ...everyJson([
        '',
        ' ',
        '\n',
        'x',
        '{',
        '}',
        '[]',
        '{}',
        'null',
        'true',
        '0',
        '"x"',
        '""',
        '[{"file_name":"a"}]',
        '{"file_name":',
        '{"file_name":"a"',
        '{"file_name":"a",}',
        '{"file_name":"a"}}',
        '{"file_name":"a"} x',
        "{'file_name':'a'}",
        '{file_name:"a"}',
        '{"file_name":"a"/**/}',
        '// x\n{"file_name":"a"}',
        '{"file_name":"a\nb"}',
        '{"file_name":"\\x41"}',
        '{"file_name":"\\u12"}',
        '{"file_name":undefined}',
        'file_name=a',
        '{"file_name":"a"}\0',
        '\ufeff\ufeff{"file_name":"a"}',
        Buffer.from('{"file_name":"a"}', 'utf16le'),
        Buffer.from('\ufeff{"file_name":"a"}', 'utf16le'),
        Buffer.from('{"file_name":"a"}', 'utf16le').swap16(),
        Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
      ]),
      changes('\ufeff{"file_name":"bom.txt"}', { file_name: 'bom.txt' }),
      changes(' \r\n\t{ "file_name" : "blank.txt" } \n', { file_name: 'blank.txt' }),
    ],
  },
  {
    id: 'J2',
    sentence: 'a member that would reach a prototype is 400, in any spelling and at any depth',
    inputs: everyJson([
      '{"__proto__":{"file_name":"a"}}',
      '{"__proto__":null,"file_name":"a"}',
      '{"file_name":"a","__proto__":"a"}',
      '{"\\u005f_proto__":{"x":1},"file_name":"a"}',
      '{"__proto_\\u005F":{"x":1},"file_name":"a"}',
      '{"constructor":{"prototype":{"x":1}},"file_name":"a"}',
      '{"constructor":1,"file_name":"a"}',
      '{"prototype":{},"file_name":"a"}',
      '{"toString":"a"}',
      '{"hasOwnProperty":1,"file_name":"a"}',
      '{"file_name":{"__proto__":"a"}}',
      '{"file_name":{"toString":"a"}}',
      '{"file_name":{"length":1}}',
    ]),
  },
  {
    id: 'J3',
    sentence: 'unknown members and other types are 400: nothing is dropped and nothing made to fit',
    inputs: everyJson([
      ...['5', 'true', 'false', 'null', '["a"]', '{"a":1}', '[]', '{}', '-1', '1.5'].flatMap(
        (value) => [
          `{"file_name":${value}}`,
          `{"file_type":${value}}`,
          `{"file_name":"a","file_type":${value}}`,
        ]
      ),
      '{"name":"a"}',
      '{"file_name":"a","extra":1}',
      '{"file_name":"a","file_id":"x"}',
      '{"file_name":"a","file_size":0}',
      '{"file_name":"a","revision":9}',
      '{"file_name":"a","download_count":9}',
      '{"File_Name":"a"}',
      '{"file_name ":"a"}',
      '{"file_name\\u0000":"a"}',
      '{"":"a","file_name":"a"}',
      '{"file_type":""}',
      '{"file_type":"nonsense"}',
      '{"file_type":"text/plain\\r\\nX: y"}',
      '{"file_type":"text/html, image/png"}',
      '{"file_type":"text/é"}',
      '{"file_name":"a","file_type":"/"}',
    ]),
  },
  {
    id: 'J4',
    sentence: 'a number is never a text, however it is written',
    inputs: everyJson(
      [
        '1e400',
        '-1e400',
        '9007199254740993',
        '-0',
        '1e-400',
        '0.1e1',
        'NaN',
        'Infinity',
        '-Infinity',
        '0x10',
        '01',
        '+1',
        '.5',
        '1.',
      ].flatMap((number) => [`{"file_name":${number}}`, `{"file_name":"a","file_type":${number}}`])
    ),
  },
  {
    id: 'J5',
    sentence: 'of a member that is there twice the last counts, and is looked at',
    inputs: [
      changes('{"file_name":"..","file_name":"last.txt"}', { file_name: 'last.txt' }),
      changes('{"file_name":1,"file_name":"last.txt"}', { file_name: 'last.txt' }),
      changes('{"file_name":"a","file\\u005fname":"last.txt"}', { file_name: 'last.txt' }),
      changes('{"file_type":"x","file_type":"a/b"}', { file_type: 'a/b' }),
      ...everyJson(['{"file_name":"a","file_name":1}', '{"file_type":"a/b","file_type":"x"}']),
      ...everyJson(['{"file_name":"a","file_name":".."}'], 'INVALID_NAME'),
    ],
  },
  {
    id: 'J7',
    sentence:
      'NUL, half a character and 64 KB are no name and no type; odd texts are one line of the journal',
    inputs: [
      ...everyJson(
        [
          '\0',
          'a\0b',
          '\ud800',
          'a\udc00',
          '\udc00\ud800',
          '\u001b[31m',
          '\u0085',
          'x'.repeat(256),
          'x'.repeat(60_000),
        ].map((name) => `{"file_name":${text(name)}}`),
        'INVALID_NAME'
      ),
      ...everyJson(
        ['\0', 'a/b\0', 'a/\ud800', `a/${'b'.repeat(300)}`, `a/b;c=${'d'.repeat(60_000)}`].map(
          (type) => `{"file_type":${text(type)}}`
        )
      ),
      ...everyJson([`{"file_name":${text('x'.repeat(65_536))}}`], 'FILE_TOO_LARGE'),
      {
        title: 'line separators, quotes and what looks like the end of a line',
        run: async (target) => {
          const { client } = target
          const { file_id } = await upload(client)
          for (const odd of [
            'a\u2028b',
            'a\u2029b',
            '"},{"',
            "'",
            '🗎',
            '{"s":1}\u2028\u2028',
            '\ufeff',
          ]) {
            const name = `x${odd}`
            const body = { file_name: name, file_type: 'a/b;c="\\""' }
            const answer = await client.sendJson('PUT', `/files/${file_id}`, body)
            expect(answer.json<Changed>().file).toMatchObject(body)
            if (hasJournal) await expect.poll(() => isOneLine(target, name)).toBe(true)
          }
          await client.delete(`/files/${file_id}`)
        },
      },
    ],
  },
  {
    id: 'J8',
    sentence: 'a lifetime that is past, endless or no number is 400',
    reason:
      'files do not expire and downloads are not limited; such members are unknown, as J3 sends them',
  },
])

hostileTable(
  'JSON bodies with room for 8 MiB',
  [
    {
      id: 'J6',
      sentence: 'depth and breadth cost no more than their bytes, up to the limit',
      inputs: [
        ...everyJson([
          nested(100_000),
          `{"file_name":${nested(100_000)}}`,
          deep(100_000),
          `{"file_name":"a","x":${deep(50_000)}}`,
          '['.repeat(100_000),
          '{"a":'.repeat(100_000),
          members(100_000),
          `{"__proto__":${members(50_000)}}`,
          `{"file_name":["${'a","'.repeat(100_000)}"]}`,
          `{"file_name":"a","file_name":1${' '.repeat(1_000_000)}}`,
          `{"file_name":${'9'.repeat(1_000_000)}}`,
          `{"file_type":"a/b${';'.repeat(1_000_000)}x"}`,
        ]),
        ...everyJson(
          [
            `{"file_name":"${'x'.repeat(1_000_000)}"}`,
            `{"file_name":"${'\\u0041'.repeat(100_000)}"}`,
          ],
          'INVALID_NAME'
        ),
        ...everyJson([`{"file_name":"${'x'.repeat(8 << 20)}"}`], 'FILE_TOO_LARGE'),
      ],
    },
  ],
  { MAX_FIELD_SIZE: '8MiB' }
)
