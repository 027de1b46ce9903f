import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { expectError, type FormEntry, formEntries, upload } from '../support/doors.js'
import { filePart, type Multipart, multipart, part, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

const send = (entry: FormEntry, form: Multipart | readonly Buffer[]) =>
  suite.current.unchangedBy(() => suite.current.client.sendForm(entry.method, entry.path(id), form))

const boundary = 'boundary-7d2f'
const typed = (contentType: string, body: string | Buffer): Multipart => ({
  contentType,
  body: Buffer.from(body),
})
const whole = multipart([filePart('content')]).body

/** Bodies that no reading makes a form of. */
const malformed: readonly (readonly [string, Multipart])[] = [
  ['no boundary', typed('multipart/form-data', whole)],
  ['an empty boundary', typed('multipart/form-data; boundary=', whole)],
  ['an empty quoted boundary', typed('multipart/form-data; boundary=""', whole)],
  ['a boundary of 71 characters', multipart([filePart('x')], { boundary: 'b'.repeat(71) })],
  ['a boundary of 300 characters', multipart([filePart('x')], { boundary: 'b'.repeat(300) })],
  ['no closing boundary', multipart([filePart('content')], { closed: false })],
  [
    'a body that is cut inside the file',
    typed(`multipart/form-data; boundary=${boundary}`, whole.subarray(0, -20)),
  ],
  [
    'a body that is cut in the last dash',
    typed(`multipart/form-data; boundary=${boundary}`, whole.subarray(0, -3)),
  ],
  [
    'a body that is cut inside the headers of a part',
    typed(`multipart/form-data; boundary=${boundary}`, whole.subarray(0, 60)),
  ],
  [
    'a body that is cut inside a later part',
    multipart([filePart('x'), part(['Content-Disposition: form-data; name="na'], '')], {
      closed: false,
    }),
  ],
  [
    'line feeds alone',
    typed(`multipart/form-data; boundary=${boundary}`, whole.toString().replaceAll('\r\n', '\n')),
  ],
  ['another boundary than it says', typed('multipart/form-data; boundary=other', whole)],
  [
    'a part without a name',
    multipart([part(['Content-Disposition: form-data; filename="a"'], 'x')]),
  ],
  [
    'a part with an empty name',
    multipart([part(['Content-Disposition: form-data; name=""; filename="a"'], 'x')]),
  ],
]

describe.each(formEntries)('$title', (entry) => {
  test.each(malformed)('answers 400 to %s and keeps nothing', async (_title, form) => {
    const answer = await send(entry, form)
    expectError(answer, entry.door, 400, 'BAD_MULTIPART')
  })

  test('answers 422 to a second file and stores neither', async () => {
    for (const parts of [
      [filePart('a'), filePart('b')],
      [filePart('a', { filename: 'same' }), filePart('b', { filename: 'same' })],
      [textPart('name', 'x'), filePart('a'), filePart('b'), filePart('c')],
    ]) {
      // A replacement knows no text part `name`.
      const sent = entry.replaces ? parts.filter((p) => !p.includes('name="name"')) : parts
      const answer = await send(entry, sent)
      expectError(answer, entry.door, 422, 'TOO_MANY_FILES')
    }
  })

  test('refuses prototype names and stores nothing', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const answer = await suite.current.client.sendForm(entry.method, entry.path(id), [
        textPart(name, 'x'),
        filePart('untouched'),
      ])
      // form, named and share ignore text parts that they do not know.
      const expected = entry.door === 'files' ? [400] : [400, entry.success]
      expect(expected, `${name} ${answer.text}`).toContain(answer.status)
    }
  })

  test('ends quickly with a clear answer on a flood of parts', async () => {
    const empty = multipart(Array.from({ length: 50_000 }, () => part([''], '')))
    const fields = multipart([
      ...Array.from({ length: 1001 }, (_, i) => textPart(`f${i}`, '')),
      filePart('x'),
    ])
    const headers = multipart([
      part(
        [
          ...Array.from({ length: 2000 }, (_, i) => `X-${i}: y`),
          'Content-Disposition: form-data; name="file"; filename="a"',
        ],
        'x'
      ),
    ])
    const long = multipart([part([`X: ${'y'.repeat(100_000)}`], 'x')])
    for (const form of [empty, fields, headers, long]) {
      const started = performance.now()
      const answer = await suite.current.client.sendForm(entry.method, entry.path(id), form)
      expect(performance.now() - started).toBeLessThan(2000)
      expect([200, 201, 400, 413, 422, 431]).toContain(answer.status)
      if (answer.status > 201) expectClientError(answer)
    }
    expect(await suite.current.temporaryFiles()).toEqual([])
  })

  test('takes linear time on what looks like boundaries', async () => {
    // Werkzeug CVE-2023-46136 and multiparty CVE-2026-8159 took quadratic time on bodies like these.
    const near = Buffer.from(`\r\n--${boundary.slice(0, -1)}x`.repeat(300_000))
    const breaks = Buffer.alloc(6_000_000, '\r\n')
    const quotes = filePart('x', { filename: '\\"'.repeat(20_000) })
    for (const file of [filePart(near), filePart(breaks), quotes]) {
      const started = performance.now()
      const answer = await suite.current.client.sendForm(entry.method, entry.path(id), [file])
      expect(performance.now() - started).toBeLessThan(4000)
      expect([entry.success, 400, 413]).toContain(answer.status)
    }
  })
})

const expectClientError = (answer: Answer) => {
  expect(['application/problem+json', 'application/json', 'text/plain']).toContain(answer.type)
}

describe('a form that is unusual but well-formed', () => {
  test('may have a preamble and an epilogue', async () => {
    const form = multipart([filePart('inside')], { preamble: 'before\r\n', epilogue: 'after' })
    const answer = await suite.current.client.sendForm('POST', '/files/upload', form)
    expect(answer.status, answer.text).toBe(201)
    expect(answer.json()).toMatchObject({ file_size: 6 })
  })

  test('may have a boundary of 70 characters, in quotes and with blanks', async () => {
    for (const value of ['b'.repeat(70), "with ' () + _ , . / : = ? inside"]) {
      const { body } = multipart([filePart('inside')], { boundary: value })
      const form = typed(`multipart/form-data; charset=utf-8; boundary="${value}"`, body)
      const answer = await suite.current.client.sendForm('POST', '/files/upload', form)
      expect(answer.status, answer.text).toBe(201)
    }
  })

  test('may spell its type and headers in any case', async () => {
    const body = multipart([
      part(
        [
          'CONTENT-DISPOSITION: Form-Data; NAME="file"; FILENAME="a.txt"',
          'content-type: TEXT/PLAIN',
        ],
        'x'
      ),
    ]).body
    const form = typed(`Multipart/Form-Data; Boundary=${boundary}`, body)
    const answer = await suite.current.client.sendForm('POST', '/files/upload', form)
    expect(answer.status, answer.text).toBe(201)
  })

  test('keeps the first of two names of one part and stores nothing wrong', async () => {
    const twice = part(
      ['Content-Disposition: form-data; name="file"; filename="one.txt"; filename="two.txt"'],
      'x'
    )
    const answer = await suite.current.client.sendForm('POST', '/files/upload', [twice])
    if (answer.status === 201) expect(answer.json()).toMatchObject({ file_name: 'one.txt' })
    else expectError(answer, 'files', 400, 'BAD_MULTIPART')
  })

  test('may carry parts without a Content-Disposition, which are skipped', async () => {
    const stray = part(['Content-Type: text/plain'], 'stray')
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm('POST', '/file/upload/', [stray])
    )
    expectError(answer, 'share', 422, 'NO_FILE')
  })

  // The parser once waited for ever where such a part filled its buffer and ended in one read of the socket.
  test.each([
    ['without a Content-Disposition', 'Content-Type: text/plain'],
    ['of another disposition', 'Content-Disposition: attachment; name="file"; filename="a"'],
  ])('may carry a part %s of any length before and behind the file', async (_title, header) => {
    const { client } = suite.current
    for (const length of [17_000, 40_000, 65_000, 130_000, 600_000]) {
      const stray = part([header], Buffer.alloc(length, 's'))
      for (const parts of [
        [stray, filePart('wanted')],
        [filePart('wanted'), stray],
      ]) {
        const answer = await client.sendForm('POST', '/files/upload', parts)
        expect(answer.status, `${length} ${answer.text}`).toBe(201)
        expect(answer.json()).toMatchObject({ file_size: 6 })
      }
    }
  })

  test('is the same form byte by byte as in one piece', async () => {
    const { client } = suite.current
    const { contentType, body } = multipart([
      textPart('name', 'slow.txt'),
      filePart('piece by piece'),
    ])
    const connection = await client.open()
    await connection.send(
      `POST /files/upload HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: ${contentType}\r\n` +
        `Content-Length: ${body.length}\r\n\r\n`
    )
    for (const byte of body) await connection.send(Buffer.from([byte]))
    const answer = await connection.answer('POST')
    connection.close()
    expect(answer.json()).toMatchObject({ file_name: 'slow.txt', file_size: 14 })
  })
})
