import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import {
  expectError,
  type FormEntry,
  formEntries,
  metadataOf,
  upload,
  uploadedId,
} from '../support/doors.js'
import { filePart, type Multipart, multipart, textPart } from '../support/multipart.js'
import { sendChunked } from '../support/send-chunked.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client)).file_id
})

type Send = (entry: FormEntry, form: Multipart) => Promise<Answer>

const announced: Send = (entry, form) =>
  suite.current.client.sendForm(entry.method, entry.path(id), form)

const chunked: Send = (entry, { contentType: type, body }) =>
  sendChunked(suite.current.client, {
    method: entry.method,
    path: entry.path(id),
    type,
    body,
  })

/** The head first and the form in two halves, as they come over a network. */
const halved: Send = async (entry, { contentType, body }) => {
  const { client } = suite.current
  const connection = await client.open()
  await connection.send(
    `${entry.method} ${entry.path(id)} HTTP/1.1\r\nHost: ${client.host}\r\n` +
      `Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`
  )
  await connection.send(body.subarray(0, body.length / 2))
  await connection.send(body.subarray(body.length / 2))
  const answer = await connection.answer(entry.method)
  connection.close()
  client.check(entry.method, entry.path(id), answer)
  return answer
}

const ways: readonly (readonly [string, Send])[] = [
  ['with its length', announced],
  ['with its length, in two halves', halved],
  ['in chunks', chunked],
]

const cases = formEntries.flatMap((entry) =>
  ways.map(([way, send]) => [entry.title, way, entry, send] as const)
)

// A small form whose length is known is read in another way than the others are.
describe.each(cases)('a form at %s %s', (_title, _way, entry, send) => {
  const nameField = entry.replaces ? 'file_name' : 'name'
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 98, 13, 10])

  const stored = async (parts: readonly Buffer[]) => {
    const answer = await send(entry, multipart(parts))
    expect(answer.status, answer.text).toBe(entry.success)
    const stored = entry.replaces ? id : uploadedId(entry.door, answer)
    const content = await suite.current.client.get(`/files/${stored}`)
    return { file: await metadataOf(suite.current.client, stored), content: content.body }
  }

  test('stores the bytes of its file, named by a field before or behind it', async () => {
    const file = filePart(bytes, { filename: 'ignored.bin', type: 'image/png' })
    for (const name of ['résumé 文.txt', 'b.txt']) {
      const field = textPart(nameField, name)
      const parts = name === 'b.txt' ? [field, file] : [file, field]
      expect(await stored(parts)).toMatchObject({
        file: { file_name: name, file_type: 'image/png', file_size: bytes.length },
        content: bytes,
      })
    }
  })

  test('stores a file of no bytes', async () => {
    expect(await stored([filePart('')])).toMatchObject({ content: Buffer.alloc(0) })
  })

  test.each([
    ['two files', [filePart('a'), filePart('b')], 422, 'TOO_MANY_FILES'],
    ['nothing chosen', [filePart('', { filename: '' })], 422, 'NO_FILE'],
    ['a name that is a member of every object', [textPart('toString', 'x')], 400, 'BAD_MULTIPART'],
    ['a part without a name', [textPart('', 'x'), filePart('x')], 400, 'BAD_MULTIPART'],
    ['a text part over the limit', [textPart('o', 'x'.repeat(65_537))], 413, 'FILE_TOO_LARGE'],
    ['too many parts', Array(101).fill(textPart('file', '')), 413, 'FILE_TOO_LARGE'],
  ])('is refused with %s', async (_, parts, status, code) => {
    const answer = await suite.current.unchangedBy(() => send(entry, multipart(parts)))
    expectError(answer, entry.door, status, code)
  })

  test('is refused where its end is missing', async () => {
    const form = multipart([filePart('x')], { closed: false })
    const answer = await suite.current.unchangedBy(() => send(entry, form))
    expectError(answer, entry.door, 400, 'BAD_MULTIPART')
  })
})
