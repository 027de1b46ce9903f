import { expect } from 'vitest'
import { requestHead } from '../support/client.js'
import { type FormEntry, formEntries, metadataOf, upload } from '../support/doors.js'
import { filePart, multipart, textPart } from '../support/multipart.js'
import type { FileView } from '../support/wire.js'
import { hostileTable, type Row } from './support/table.js'
import type { Target } from './support/target.js'

const content = 'the file'
const formOf = (entry: FormEntry) =>
  multipart([textPart(entry.replaces ? 'file_name' : 'name', 'cut.txt'), filePart(content)])

/** A form in one of the ways in which a body can be framed, cut somewhere, and then the end of the connection. */
interface Framing {
  readonly id: string
  readonly title: string
  /** All that can be cut. */
  readonly bytes: (body: Buffer) => Buffer
  /** What stands in the header, and what is sent, for a piece of it. */
  readonly sent: (piece: Buffer, whole: Buffer) => { header: Record<string, string>; body: Buffer }
  /** The shortest piece that says all there is to say. */
  readonly enough: (whole: Buffer) => number
}

const chunked = { 'Transfer-Encoding': 'chunked' }
const chunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
const lastChunk = Buffer.from('0\r\n\r\n')
/** A form ends with its closing boundary; the line break behind that belongs to nobody. */
const toClosingBoundary = (whole: Buffer): number => whole.lastIndexOf('--') + 2

const framings: readonly Framing[] = [
  {
    id: 'M4',
    title: 'whose length is that of the piece',
    bytes: (body) => body,
    sent: (piece) => ({ header: { 'Content-Length': `${piece.length}` }, body: piece }),
    enough: toClosingBoundary,
  },
  {
    id: 'M5',
    title: 'in one chunk that ends with the piece',
    bytes: (body) => body,
    sent: (piece) => {
      const chunks = piece.length > 0 ? [chunk(piece), lastChunk] : [lastChunk]
      return { header: chunked, body: Buffer.concat(chunks) }
    },
    enough: toClosingBoundary,
  },
  {
    id: 'H8',
    title: 'whose length is that of the whole',
    bytes: (body) => body,
    sent: (piece, whole) => ({ header: { 'Content-Length': `${whole.length}` }, body: piece }),
    enough: (whole) => whole.length,
  },
  {
    id: 'H5',
    title: 'in two chunks that are cut with it',
    bytes: (body) =>
      Buffer.concat([chunk(body.subarray(0, 70)), chunk(body.subarray(70)), lastChunk]),
    sent: (piece) => ({ header: chunked, body: piece }),
    enough: (whole) => whole.length,
  },
]

function cutEverywhere(entry: FormEntry, framing: Framing): Row {
  const form = formOf(entry)
  const whole = framing.bytes(form.body)
  let aimedAt: FileView
  let changes = 0
  const cutAt = async (target: Target, length: number) => {
    const path = entry.path(aimedAt.file_id)
    const { header, body } = framing.sent(whole.subarray(0, length), whole)
    const connection = await target.client.open()
    const head = { Host: target.client.host, 'Content-Type': form.contentType, ...header }
    await connection.send(Buffer.concat([Buffer.from(requestHead(entry.method, path, head)), body]))
    connection.halfClose()
    const answer = await connection.answer(entry.method)
    connection.close()
    target.client.check(entry.method, path, answer)
    if (length < framing.enough(whole)) expect([400, 422], answer.text).toContain(answer.status)
    else if (!entry.replaces) await target.accepted(answer, content, entry.door)
    else {
      expect(answer.status, answer.text).toBe(200)
      changes++
    }
  }
  return {
    id: framing.id,
    sentence: `${entry.title} takes a form ${framing.title} only when nothing of it is missing`,
    inputs: [
      {
        title: 'before',
        run: async ({ client }) => {
          aimedAt = await upload(client, { content: 'what was there' })
        },
      },
      ...Array.from({ length: whole.length + 1 }, (_, length) => ({
        title: `the first ${length} of ${whole.length} bytes`,
        run: (target: Target) => cutAt(target, length),
      })),
      {
        title: 'after',
        run: async ({ client }) => {
          const now = await metadataOf(client, aimedAt.file_id)
          expect(now.revision).toBe(1 + changes)
          if (changes === 0) expect(now).toEqual(aimedAt)
          await client.delete(`/files/${aimedAt.file_id}`)
        },
      },
    ],
  }
}

hostileTable(
  'forms that are cut at every byte',
  formEntries.flatMap((entry) => framings.map((framing) => cutEverywhere(entry, framing))),
  {},
  { direct: 'nginx leaves when a client closes its sending side' }
)
