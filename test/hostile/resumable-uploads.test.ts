import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { metadataOf } from '../support/doors.js'
import { leakIn } from '../support/leak.js'
import {
  askForOffset,
  askForUpload,
  beginUpload,
  idOf,
  offsetOf,
  pieceHeaders,
  sendPiece,
  tusHeaders,
  tusMetadata,
} from '../support/tus.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

type Headers = Readonly<Record<string, string>>

const limit = 1_000_000
const content = Buffer.from('0123456789')

/** One line of plain text that says nothing of the inside. */
function expectRefusal(answer: Answer, statuses: readonly number[]): void {
  expect(statuses, answer.text).toContain(answer.status)
  if (answer.body.length > 0) expect(answer.type).toBe('text/plain')
  expect(leakIn(answer.text), answer.text).toBeUndefined()
}

/** An upload with three of its ten bytes; what is done to it must leave it so, and able to become the file. */
async function withUpload(
  { client }: Target,
  attack: (at: string) => Promise<void>
): Promise<void> {
  const at = await beginUpload(client, content.length)
  await sendPiece(client, at, { offset: 0, body: content.subarray(0, 3) })
  await attack(at)
  expect(await offsetOf(client, at)).toBe(3)
  await sendPiece(client, at, { offset: 3, body: content.subarray(3) })
  const sha256 = createHash('sha256').update(content).digest('hex')
  expect(await metadataOf(client, idOf(at))).toMatchObject({ sha256 })
  expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
}

const piece = (
  title: string,
  statuses: readonly number[],
  { body = '3456789', ...headers }: Headers & { body?: string }
): Input => ({
  title,
  run: (target) =>
    withUpload(target, async (at) => {
      const answer = await sendPiece(target.client, at, { offset: 3, body, headers })
      expectRefusal(answer, statuses)
    }),
})

const creation = (title: string, statuses: readonly number[], headers: Headers): Input => ({
  title,
  run: async ({ client }) => {
    const answer = await askForUpload(client, headers)
    expectRefusal(answer, statuses)
    expect(answer.get('location')).toBeUndefined()
  },
})

const metadata = (title: string, value: string): Input =>
  creation(title, [400], { 'Upload-Length': '5', 'Upload-Metadata': value })

const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64')

/** A piece whose connection stays open and silent. */
async function silentPiece({ client }: Target, at: string, body: string) {
  const connection = await client.open()
  const headers = { Host: client.host, ...pieceHeaders(0), 'Content-Length': '10' }
  await connection.send(`${requestHead('PATCH', at, headers)}${body}`)
  return connection
}

hostileTable(
  'resumable uploads',
  [
    {
      id: 'U1',
      sentence: 'a piece at another offset than that of the upload changes nothing',
      inputs: [
        piece('one before', [409], { 'Upload-Offset': '2' }),
        piece('one behind', [409], { 'Upload-Offset': '4' }),
        piece('the end', [409], { 'Upload-Offset': '10' }),
        piece('behind the end', [409], { 'Upload-Offset': '11' }),
        piece('the greatest whole number', [409], { 'Upload-Offset': '9007199254740991' }),
        ...[
          '',
          ' ',
          '-1',
          '-3',
          '1e20',
          '3.0',
          '3.5',
          '+3',
          '03',
          '0x3',
          'x',
          '3, 3',
          '٣',
          '3;x',
          'NaN',
          '1e999',
        ].map((value) =>
          piece(`the offset ${JSON.stringify(value)}`, [400], { 'Upload-Offset': value })
        ),
      ],
    },
    {
      id: 'U2',
      sentence: 'a length that cannot be is refused, and an upload of nothing is a file at once',
      inputs: [
        creation('none', [400], {}),
        ...['-1', '-0', '1.5', '1e3', '0x10', 'x', '', '5, 5', '5 5', '٥'].map((value) =>
          creation(`the length ${JSON.stringify(value)}`, [400], { 'Upload-Length': value })
        ),
        creation('a length to come', [400], { 'Upload-Defer-Length': '1' }),
        creation('both', [400], { 'Upload-Length': '5', 'Upload-Defer-Length': '1' }),
        creation('a negative length to come', [400], {
          'Upload-Length': '-5',
          'Upload-Defer-Length': '1',
        }),
        creation('one over the limit', [413], { 'Upload-Length': String(limit + 1) }),
        creation('over all numbers', [400, 413], { 'Upload-Length': '9'.repeat(300) }),
        creation('a part of another one', [501], {
          'Upload-Length': '5',
          'Upload-Concat': 'partial',
        }),
        {
          title: 'nothing',
          run: async ({ client }) => {
            const answer = await askForUpload(client, { 'Upload-Length': '0' })
            expect(answer.status).toBe(201)
            const id = answer.get('filedrop-file-id')
            expect((await client.delete(`/files/${id}`)).status).toBe(200)
          },
        },
      ],
    },
    {
      id: 'U3',
      sentence: 'a piece that is longer than the rest makes no longer file',
      inputs: [
        piece('by one', [413], { body: '34567890' }),
        piece('by a length alone', [413], { 'Content-Length': '100000000' }),
        {
          title: 'in chunks',
          run: async (target) => {
            const { client } = target
            const at = await beginUpload(client, content.length)
            const connection = await client.open()
            const headers = {
              Host: client.host,
              ...pieceHeaders(0),
              'Transfer-Encoding': 'chunked',
            }
            await connection.send(requestHead('PATCH', at, headers))
            void connection.send('14\r\n01234567890123456789\r\n0\r\n\r\n')
            expectRefusal(await connection.answer('PATCH'), [413])
            expect((await client.get(`/files/${idOf(at)}`)).status).toBe(404)
            const offset = await offsetOf(client, at)
            const rest = await sendPiece(client, at, { offset, body: '0123456789'.slice(offset) })
            expect(rest.status).toBe(204)
            expect(await metadataOf(client, idOf(at))).toMatchObject({ file_size: 10 })
            expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
          },
        },
        {
          title: 'with the creation',
          run: async ({ client }) => {
            const headers = { ...pieceHeaders(0), 'Upload-Length': '3' }
            const answer = await client.request('POST', '/tus', { headers, body: '0123' })
            expectRefusal(answer, [413])
            expect(answer.get('location')).toBeUndefined()
          },
        },
      ],
    },
    {
      id: 'U4',
      sentence: 'of two pieces at once one goes on, and a dead one holds up nobody',
      inputs: [
        {
          title: 'HEAD during a piece whose client is silent',
          run: async (target) => {
            const { client } = target
            const at = await beginUpload(client, 10)
            const connection = await silentPiece(target, at, '012')
            await expect.poll(() => offsetOf(client, at)).toBe(3)
            expectRefusal(await connection.answer('PATCH'), [423])
            expect((await client.delete(at, tusHeaders)).status).toBe(204)
          },
        },
        {
          title: 'DELETE during a piece whose client is silent',
          run: async (target) => {
            const { client } = target
            const at = await beginUpload(client, 10)
            const connection = await silentPiece(target, at, '012')
            await expect.poll(() => offsetOf(client, at)).toBe(3)
            expect((await client.delete(at, tusHeaders)).status).toBe(204)
            connection.close()
          },
        },
        {
          title: 'twenty pieces at once',
          sends: 20,
          run: async ({ client }) => {
            const at = await beginUpload(client, 10)
            const send = () => sendPiece(client, at, { offset: 0, body: content })
            const answers = await Promise.all(Array.from({ length: 20 }, send))
            for (const { status } of answers) expect([204, 409, 423]).toContain(status)
            const rest = async () => {
              const offset = await offsetOf(client, at)
              if (offset < 10)
                await sendPiece(client, at, { offset, body: content.subarray(offset) })
              return offset
            }
            await expect.poll(rest).toBe(10)
            expect((await client.get(`/files/${idOf(at)}`)).body.equals(content)).toBe(true)
            expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
          },
        },
      ],
    },
    {
      id: 'U5',
      sentence: 'a piece of no upload, of another type or without the version changes nothing',
      inputs: [
        piece('another type', [415], { 'Content-Type': 'application/octet-stream' }),
        piece('no type', [415], { 'Content-Type': '' }),
        piece('a type that only begins so', [415], {
          'Content-Type': 'application/offset+octet-streams',
        }),
        piece('a coded body', [415], { 'Content-Encoding': 'gzip' }),
        piece('no version', [412], { 'Tus-Resumable': '' }),
        piece('another version', [412], { 'Tus-Resumable': '0.2.2' }),
        piece('two versions', [412], { 'Tus-Resumable': '1.0.0, 0.2.2' }),
        {
          title: 'another method in a header',
          run: (target) =>
            withUpload(target, async (at) => {
              const headers = { ...tusHeaders, 'X-HTTP-Method-Override': 'DELETE' }
              const answer = await target.client.request('POST', at, { headers })
              expectRefusal(answer, [405])
            }),
        },
        ...[
          'x',
          'x'.repeat(4000),
          '..%2f..%2fetc%2fpasswd',
          '%2e%2e',
          'a%00b',
          '%ff',
          '.json',
          'con',
        ].map(
          (id): Input => ({
            title: `the id ${id.slice(0, 40)}`,
            run: async ({ client }) => {
              const at = `/tus/${id}`
              expectRefusal(await askForOffset(client, at), [404])
              expectRefusal(await sendPiece(client, at, { offset: 0, body: 'x' }), [404])
              expectRefusal(await client.delete(at, tusHeaders), [404])
            },
          })
        ),
        {
          title: 'the id of a file of another door',
          run: async ({ client, file }) => {
            const at = `/tus/${file.file_id}`
            expectRefusal(await askForOffset(client, at), [404])
            expectRefusal(await sendPiece(client, at, { offset: 0, body: 'x' }), [404])
            expectRefusal(await client.delete(at, tusHeaders), [404])
          },
        },
        {
          title: 'an upload that has become a file',
          run: async ({ client }) => {
            const at = await beginUpload(client, 3)
            await sendPiece(client, at, { offset: 0, body: 'abc' })
            expectRefusal(await sendPiece(client, at, { offset: 0, body: 'xyz' }), [409])
            expectRefusal(await sendPiece(client, at, { offset: 3, body: 'x' }), [413])
            expectRefusal(await client.delete(at, tusHeaders), [410])
            expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abc')
            expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
            expectRefusal(await sendPiece(client, at, { offset: 3, body: '' }), [404])
          },
        },
      ],
    },
    {
      id: 'U6',
      sentence: 'metadata that are malformed, too long or name no file begin no upload',
      inputs: [
        metadata('no base64', 'filename ###'),
        metadata('base64 without its end', 'filename YQ'),
        metadata('a key twice', 'a eA==,a eQ=='),
        metadata('no key', 'a eA==, eA=='),
        metadata('a comma at the end', 'a eA==,'),
        metadata('three words', 'a eA== eA=='),
        metadata('a key of every object', '__proto__ eA=='),
        metadata('10 KB', tusMetadata({ filename: 'a', x: 'x'.repeat(10_000) })),
        metadata('a line break', `filename ${base64('a\r\nX: y')}`),
        metadata('NUL', `filename ${base64('a\0.txt')}`),
        metadata('an override of direction', `filename ${base64('a\u202etxt.exe')}`),
        metadata('no UTF-8', `filename ${base64(Buffer.from([0xff, 0xfe]))}`),
        metadata('nothing', 'filename'),
        metadata('dots', `filename ${base64('..')}`),
        metadata('a directory', `filename ${base64('../../')}`),
        metadata('256 bytes', tusMetadata({ filename: 'x'.repeat(256) })),
        {
          title: 'a path is the name at its end',
          run: async ({ client }) => {
            const at = await beginUpload(client, 0, { filename: '../../etc/passwd' })
            expect(await metadataOf(client, idOf(at))).toMatchObject({ file_name: 'passwd' })
            expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
          },
        },
      ],
    },
    {
      id: 'U7',
      sentence: 'a piece with a wrong checksum, or one that cannot be checked, changes nothing',
      inputs: [
        ...['sha1', 'sha256', 'md5'].map((algorithm) =>
          piece(`a wrong ${algorithm}`, [460], {
            'Upload-Checksum': `${algorithm} ${createHash(algorithm).update('x').digest('base64')}`,
          })
        ),
        ...[
          'crc32 AAAAAA==',
          'sha512 AAAA',
          'constructor AAAA',
          'sha1',
          'sha1 ',
          'sha1 ###',
          'sha1 AAAA',
          ' ',
          'SHA1 x',
        ].map((value) =>
          piece(`the checksum ${JSON.stringify(value)}`, [400], { 'Upload-Checksum': value })
        ),
      ],
    },
  ],
  { MAX_FILE_SIZE: String(limit) },
  { direct: 'nginx has its own say about lengths and paths' }
)
