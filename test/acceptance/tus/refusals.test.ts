import { describe, expect, test } from 'vitest'
import { requestHead } from '../../support/client.js'
import { upload } from '../../support/doors.js'
import { leakIn } from '../../support/leak.js'
import { ownServer, useServer } from '../../support/suite.js'
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
} from '../../support/tus.js'

const limit = 1000
const suite = useServer({ MAX_FILE_SIZE: String(limit) })

describe('a creation is refused', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  test.each([
    [400, 'without a length', {}],
    [400, 'with a negative length', { 'Upload-Length': '-1' }],
    [400, 'with a length that is no number', { 'Upload-Length': 'many' }],
    [400, 'with a length that is no whole number', { 'Upload-Length': '1.5' }],
    [400, 'with two lengths', { 'Upload-Length': '1, 1' }],
    [400, 'with a length to come', { 'Upload-Defer-Length': '1' }],
    [400, 'with both', { 'Upload-Length': '1', 'Upload-Defer-Length': '1' }],
    [413, 'over the limit', { 'Upload-Length': String(limit + 1) }],
    [413, 'over all that can be counted', { 'Upload-Length': '9007199254740993' }],
    [501, 'as a part of another one', { 'Upload-Length': '1', 'Upload-Concat': 'partial' }],
    [400, 'with metadata that is no base64', { 'Upload-Metadata': 'filename ###' }],
    [400, 'with a key twice', { 'Upload-Metadata': 'a eA==,a eA==' }],
    [
      400,
      'with metadata of 10 KB',
      { 'Upload-Metadata': tusMetadata({ filename: 'a', x: 'x'.repeat(10_000) }) },
    ],
    [400, 'with a line break in the name', { 'Upload-Metadata': `filename ${base64('a\r\nb')}` }],
    [400, 'with an empty name', { 'Upload-Metadata': 'filename' }],
    [400, 'with a name of dots', { 'Upload-Metadata': `filename ${base64('..')}` }],
    [400, 'with a name that is no UTF-8', { 'Upload-Metadata': 'filename gIGC' }],
    [
      400,
      'with a name of 256 bytes',
      { 'Upload-Metadata': tusMetadata({ filename: 'x'.repeat(256) }) },
    ],
  ] as const)('%i %s', async (status, _, headers) => {
    const { client } = suite.current
    const answer = await askForUpload(client, {
      ...('Upload-Metadata' in headers && { 'Upload-Length': '1' }),
      ...headers,
    })
    expect([answer.status, answer.type], answer.text).toEqual([status, 'text/plain'])
    expect(leakIn(answer.text), answer.text).toBeUndefined()
    expect(answer.get('location')).toBeUndefined()
  })

  test('412 without the version, which is then told', async () => {
    for (const headers of [{}, { 'Tus-Resumable': '0.2.2' }, { 'Tus-Resumable': '1.0.0, 1.0.0' }]) {
      const answer = await suite.current.client.request('POST', '/tus', {
        headers: { ...headers, 'Upload-Length': '1' },
      })
      expect([answer.status, answer.get('tus-version')]).toEqual([412, '1.0.0'])
    }
  })

  test('413 before a byte is read where more comes with it than the length says', async () => {
    const answer = await suite.current.client.request('POST', '/tus', {
      headers: { ...pieceHeaders(0), 'Upload-Length': '3' },
      body: '12345',
    })
    expect(answer.status).toBe(413)
  })
})

describe('a piece is refused', () => {
  test.each([
    [409, 'that belongs before', { 'Upload-Offset': '2' }],
    [409, 'that belongs behind', { 'Upload-Offset': '4' }],
    [400, 'without an offset', { 'Upload-Offset': '' }],
    [400, 'with a negative offset', { 'Upload-Offset': '-1' }],
    [400, 'with a huge offset', { 'Upload-Offset': '1e20' }],
    [400, 'with an offset that is no number', { 'Upload-Offset': 'x' }],
    [412, 'without the version', { 'Tus-Resumable': '' }],
    [415, 'of another type', { 'Content-Type': 'application/octet-stream' }],
    [415, 'that is coded', { 'Content-Encoding': 'gzip' }],
    [400, 'with an unknown checksum', { 'Upload-Checksum': 'crc32 AAAAAA==' }],
    [400, 'with a malformed checksum', { 'Upload-Checksum': 'sha1 AAAA' }],
    [413, 'that is too long', {}],
  ] as const)('%i %s', async (status, _, headers) => {
    const { client } = suite.current
    const at = await beginUpload(client, 10)
    await sendPiece(client, at, { offset: 0, body: '123' })
    const body = status === 413 ? '12345678' : '4567890'
    const answer = await sendPiece(client, at, { offset: 3, body, headers })
    expect([answer.status, answer.type], answer.text).toEqual([status, 'text/plain'])
    expect(leakIn(answer.text), answer.text).toBeUndefined()
    expect(await offsetOf(client, at)).toBe(3)
    await sendPiece(client, at, { offset: 3, body: '4567890' })
    expect((await client.get(`/files/${idOf(at)}`)).text).toBe('1234567890')
  })

  test('413 where it turns out longer than the rest, and no file is made of its beginning', async () => {
    const { client } = await ownServer({}, {}, { direct: 'nginx says how long it is' })
    const at = await beginUpload(client, 5)
    const connection = await client.open()
    const headers = { Host: client.host, ...pieceHeaders(0), 'Transfer-Encoding': 'chunked' }
    await connection.send(requestHead('PATCH', at, headers))
    await connection.send('5\r\n12345\r\n3\r\n678\r\n0\r\n\r\n')
    expect((await connection.answer('PATCH')).status).toBe(413)
    expect((await client.get(`/files/${idOf(at)}`)).status).toBe(404)
    const whole = await sendPiece(client, at, { offset: await offsetOf(client, at), body: '12345' })
    expect(whole.status).toBe(204)
  })

  test('404 for an id that is no upload, files of other doors among them', async () => {
    const { client } = await ownServer({}, {}, { direct: 'nginx answers to some of them itself' })
    const { file_id } = await upload(client)
    const ids = ['nothing', 'x'.repeat(500), '%2e%2e%2fx', '..%2f..%2fetc', 'a%00b', file_id]
    for (const id of ids) {
      const at = `/tus/${id}`
      expect((await askForOffset(client, at)).status, id).toBe(404)
      expect((await sendPiece(client, at, { offset: 0, body: 'x' })).status, id).toBe(404)
      expect((await client.delete(at, tusHeaders)).status, id).toBe(404)
    }
    expect((await client.get(`/files/${file_id}`)).status).toBe(200)
  })

  test('behind the last one, and so is the end of the upload; the file stays', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 3)
    await sendPiece(client, at, { offset: 0, body: 'abc' })
    expect((await sendPiece(client, at, { offset: 3, body: 'd' })).status).toBe(413)
    expect((await sendPiece(client, at, { offset: 0, body: 'xyz' })).status).toBe(409)
    expect((await client.delete(at, tusHeaders)).status).toBe(410)
    expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abc')
  })
})

test.each([
  ['GET', '/tus', 'OPTIONS, POST'],
  ['PUT', '/tus', 'OPTIONS, POST'],
  ['GET', '/tus/x', 'DELETE, HEAD, OPTIONS, PATCH'],
  ['POST', '/tus/x', 'DELETE, HEAD, OPTIONS, PATCH'],
])('405 for %s %s', async (method, path, allow) => {
  const answer = await suite.current.client.request(method, path, { headers: tusHeaders })
  expect([answer.status, answer.get('allow')]).toEqual([405, allow])
})

test('another method in a header is not heeded', async () => {
  const { client } = suite.current
  const at = await beginUpload(client, 3)
  const answer = await client.request('POST', at, {
    headers: { ...pieceHeaders(0), 'X-HTTP-Method-Override': 'PATCH' },
    body: 'abc',
  })
  expect(answer.status).toBe(405)
  expect(await offsetOf(client, at)).toBe(0)
})

describe('of one upload', () => {
  test('the last of two pieces at once goes on, and the other one is told', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 10)
    const connection = await client.open()
    const headers = { Host: client.host, ...pieceHeaders(0), 'Content-Length': '10' }
    await connection.send(`${requestHead('PATCH', at, headers)}abc`)
    // Whichever of the two comes first: the one that waits for more is made to end by the other, or comes too late.
    const goOn = async () => {
      const offset = await offsetOf(client, at)
      return (await sendPiece(client, at, { offset, body: 'abcdefghij'.slice(offset) })).status
    }
    await expect.poll(goOn).toBe(204)
    const ousted = await connection.answer('PATCH')
    expect([409, 423]).toContain(ousted.status)
    expect(ousted.type).toBe('text/plain')
    expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abcdefghij')
  })

  test('many pieces at once become one file, byte by byte', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 10)
    const send = () => sendPiece(client, at, { offset: 0, body: 'abcdefghij' })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].filter((status) => ![204, 409, 423].includes(status))).toEqual([])
    await expect.poll(() => offsetOf(client, at)).toBe(10)
    expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abcdefghij')
  })
})

test('a piece that stops coming is 408, and what had come counts', async () => {
  const direct = 'nginx has patience of its own'
  const { client } = await ownServer({ BODY_IDLE_TIMEOUT: '300ms' }, {}, { direct })
  const at = await beginUpload(client, 10)
  const connection = await client.open()
  const headers = { Host: client.host, ...pieceHeaders(0), 'Content-Length': '10' }
  await connection.send(`${requestHead('PATCH', at, headers)}abcd`)
  const answer = await connection.answer('PATCH')
  expect([answer.status, answer.type]).toEqual([408, 'text/plain'])
  expect(await offsetOf(client, at)).toBe(4)
})

test('an empty piece behind the last one changes nothing', async () => {
  const { client } = suite.current
  const at = await beginUpload(client, 3)
  await sendPiece(client, at, { offset: 0, body: 'abc' })
  expect((await sendPiece(client, at, { offset: 3, body: '' })).status).toBe(204)
  expect(await offsetOf(client, at)).toBe(3)
  expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abc')
})

test('only so many uploads wait for bytes', async () => {
  const own = await ownServer({ MAX_UNFINISHED_UPLOADS: '2' })
  const first = await beginUpload(own.client, 5)
  await beginUpload(own.client, 5)
  const answer = await askForUpload(own.client, { 'Upload-Length': '5' })
  expect([answer.status, answer.get('retry-after')]).toEqual([429, '5'])
  await sendPiece(own.client, first, { offset: 0, body: '12345' })
  await beginUpload(own.client, 5)
})

test('an upload whose time is over is gone, and its file is not', async () => {
  const own = await ownServer({ TUS_EXPIRES_AFTER: '2s' })
  const at = await beginUpload(own.client, 5)
  const done = await beginUpload(own.client, 1)
  await sendPiece(own.client, done, { offset: 0, body: 'x' })
  const status = async (path: string) => (await askForOffset(own.client, path)).status
  await expect.poll(() => status(at)).toBe(410)
  await expect.poll(() => status(done)).toBe(410)
  expect((await sendPiece(own.client, at, { offset: 0, body: '12345' })).status).toBe(410)
  await own.server.stop()
  await own.restart({ TUS_EXPIRES_AFTER: '2s' })
  // The start removes it.
  await expect.poll(() => status(at)).toBe(404)
  expect((await own.client.get(`/files/${idOf(done)}`)).text).toBe('x')
})
