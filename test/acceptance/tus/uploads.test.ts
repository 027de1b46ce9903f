import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../../support/client.js'
import { metadataOf } from '../../support/doors.js'
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

const suite = useServer()

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('an upload in pieces', () => {
  test('is a file like any other once its last byte has come', async () => {
    const { client } = suite.current
    const facts = { filename: 'ünï ✓.txt', filetype: 'text/html; charset=utf-8' }
    const at = await beginUpload(client, 11, facts)
    expect(at).toMatch(/^\/tus\/[\w-]{21}$/)
    const first = await sendPiece(client, at, { offset: 0, body: 'hello ' })
    expect([first.status, first.get('upload-offset')]).toEqual([204, '6'])
    expect(first.get('filedrop-file-id')).toBeUndefined()
    expect((await client.get(`/files/${idOf(at)}`)).status).toBe(404)
    const last = await sendPiece(client, at, { offset: 6, body: 'world' })
    expect([last.status, last.get('upload-offset')]).toEqual([204, '11'])
    expect(last.get('filedrop-file-id')).toBe(idOf(at))
    expect(await metadataOf(client, idOf(at))).toMatchObject({
      file_name: 'ünï ✓.txt',
      file_type: 'text/html; charset=utf-8',
      file_size: 11,
      sha256: sha256('hello world'),
      revision: 1,
    })
    expect((await client.get(`/files/${idOf(at)}`)).text).toBe('hello world')
    expect((await suite.current.list()).map(({ file_id }) => file_id)).toContain(idOf(at))
  })

  test('says where it is, and what was said of it', async () => {
    const { client } = suite.current
    const facts = { filename: 'a.txt', note: 'kept word for word' }
    const at = await beginUpload(client, 10, facts)
    await sendPiece(client, at, { offset: 0, body: '123' })
    const answer = await askForOffset(client, at)
    expect(answer.status).toBe(200)
    expect(answer.get('upload-offset')).toBe('3')
    expect(answer.get('upload-length')).toBe('10')
    expect(answer.get('upload-metadata')).toBe(tusMetadata(facts))
    expect(answer.get('cache-control')).toBe('no-store')
    expect(answer.get('tus-resumable')).toBe('1.0.0')
  })

  test('says when it expires, until it is whole', async () => {
    const { client } = suite.current
    const created = await askForUpload(client, { 'Upload-Length': '2' })
    const day = 24 * 3_600_000
    const expires = Date.parse(created.get('upload-expires') ?? '')
    expect(Math.abs(expires - Date.now() - day)).toBeLessThan(3_600_000)
    const at = created.get('location') ?? ''
    const first = await sendPiece(client, at, { offset: 0, body: 'x' })
    expect(first.get('upload-expires')).toBe(created.get('upload-expires'))
    const last = await sendPiece(client, at, { offset: 1, body: 'y' })
    expect(last.get('upload-expires')).toBeUndefined()
  })

  test('may come with its creation, in part or as a whole', async () => {
    const { client } = suite.current
    const send = (body: string) =>
      client.request('POST', '/tus', {
        headers: { ...pieceHeaders(0), 'Upload-Length': '5' },
        body,
      })
    const whole = await send('12345')
    expect([whole.status, whole.get('upload-offset')]).toEqual([201, '5'])
    const id = whole.get('filedrop-file-id') ?? ''
    expect(whole.get('location')).toBe(`/tus/${id}`)
    expect((await client.get(`/files/${id}`)).text).toBe('12345')
    const part = await send('12')
    expect([part.status, part.get('upload-offset')]).toEqual([201, '2'])
    expect(part.get('filedrop-file-id')).toBeUndefined()
    await sendPiece(client, part.get('location') ?? '', { offset: 2, body: '345' })
    expect((await client.get(`/files/${idOf(part.get('location') ?? '')}`)).text).toBe('12345')
  })

  test('of no bytes is a file at once', async () => {
    const { client } = suite.current
    const answer = await askForUpload(client, { 'Upload-Length': '0' })
    expect(answer.status).toBe(201)
    const id = answer.get('filedrop-file-id') ?? ''
    expect(await metadataOf(client, id)).toMatchObject({ file_size: 0, sha256: sha256('') })
    expect(await offsetOf(client, answer.get('location') ?? '')).toBe(0)
  })

  test('may come in chunks, and wait for 100 Continue', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 10)
    const connection = await client.open()
    const headers = {
      Host: client.host,
      ...pieceHeaders(0),
      'Transfer-Encoding': 'chunked',
      Expect: '100-continue',
    }
    await connection.send(requestHead('PATCH', at, headers))
    expect(await connection.status()).toBe(100)
    await connection.send('5\r\n12345\r\n0\r\n\r\n')
    const answer = await connection.answer('PATCH')
    expect([answer.status, answer.get('upload-offset')]).toEqual([204, '5'])
  })

  test('goes on behind what had arrived when the connection broke', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 100_000)
    const bytes = Buffer.alloc(100_000, 'abcdefg')
    const connection = await client.open()
    const headers = { Host: client.host, ...pieceHeaders(0), 'Content-Length': '100000' }
    await connection.send(requestHead('PATCH', at, headers))
    await connection.send(bytes.subarray(0, 60_000))
    connection.close()
    let offset = 0
    const ask = async () => {
      offset = await offsetOf(client, at)
      return offset
    }
    await expect.poll(ask).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(60_000)
    await sendPiece(client, at, { offset, body: bytes.subarray(offset) })
    expect(await metadataOf(client, idOf(at))).toMatchObject({ sha256: sha256(bytes) })
  })

  test('is told to be whole to a client that lost the last answer, until the file is deleted', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 3)
    await sendPiece(client, at, { offset: 0, body: 'abc' })
    const again = await askForOffset(client, at)
    expect([again.status, again.get('upload-offset')]).toEqual([200, '3'])
    expect(again.get('filedrop-file-id')).toBe(idOf(at))
    const empty = await sendPiece(client, at, { offset: 3, body: '' })
    expect([empty.status, empty.get('filedrop-file-id')]).toEqual([204, idOf(at)])
    expect((await client.delete(`/files/${idOf(at)}`)).status).toBe(200)
    expect((await askForOffset(client, at)).status).toBe(404)
    expect((await sendPiece(client, at, { offset: 3, body: '' })).status).toBe(404)
    expect((await client.get(`/files/${idOf(at)}`)).status).toBe(404)
  })

  test('leaves nothing when it is given up', async () => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const at = await beginUpload(client, 10)
      await sendPiece(client, at, { offset: 0, body: '123' })
      const answer = await client.delete(at, tusHeaders)
      expect([answer.status, answer.text]).toEqual([204, ''])
      expect((await askForOffset(client, at)).status).toBe(404)
      expect((await client.delete(at, tusHeaders)).status).toBe(404)
    })
  })
})

describe('the name and type of an upload', () => {
  test.each([
    ['nothing', {}, 'file', 'application/octet-stream'],
    ['a type alone', { filetype: 'image/png' }, 'file.png', 'image/png'],
    ['a name alone', { filename: 'a.png' }, 'a.png', 'image/png'],
    ['what Uppy calls them', { name: 'b.txt', type: 'text/csv' }, 'b.txt', 'text/csv'],
    ['both names', { filename: 'a.txt', name: 'b.txt' }, 'a.txt', 'text/plain'],
    ['a path', { filename: '../../etc/passwd' }, 'passwd', 'application/octet-stream'],
    [
      'a type that says nothing',
      { filename: 'a.png', filetype: 'application/octet-stream' },
      'a.png',
      'image/png',
    ],
    ['an empty type', { filename: 'a.png', filetype: '' }, 'a.png', 'image/png'],
    [
      'a malformed type',
      { filename: 'a.png', filetype: 'no type' },
      'a.png',
      'application/octet-stream',
    ],
  ])('are as at other doors: %s', async (_, facts, name, type) => {
    const { client } = suite.current
    const at = await beginUpload(client, 0, facts)
    expect(await metadataOf(client, idOf(at))).toMatchObject({ file_name: name, file_type: type })
  })

  test('may be absent, also as the empty field that tuspy sends', async () => {
    const answer = await askForUpload(suite.current.client, {
      'Upload-Length': '0',
      'Upload-Metadata': '',
    })
    expect(answer.status).toBe(201)
  })
})

describe('OPTIONS', () => {
  test.each(['/tus', '/tus/anything'])('%s says what the server can do', async (path) => {
    const answer = await suite.current.client.request('OPTIONS', path)
    expect(answer.status).toBe(204)
    expect(answer.get('tus-version')).toBe('1.0.0')
    expect(answer.get('tus-extension')?.split(',').sort()).toEqual([
      'checksum',
      'creation',
      'creation-with-upload',
      'expiration',
      'termination',
    ])
    expect(answer.get('tus-max-size')).toBe(String(10 * 1024 ** 3))
    expect(answer.get('tus-checksum-algorithm')).toBe('sha1,sha256,md5')
  })
})

describe('a checksum', () => {
  const checksum = (algorithm: string, body: string) =>
    `${algorithm} ${createHash(algorithm).update(body).digest('base64')}`

  test.each(['sha1', 'sha256', 'md5'])('of %s is verified', async (algorithm) => {
    const { client } = suite.current
    const at = await beginUpload(client, 6)
    const wrong = await sendPiece(client, at, {
      offset: 0,
      body: 'abc',
      headers: { 'Upload-Checksum': checksum(algorithm, 'abd') },
    })
    expect(wrong.status).toBe(460)
    expect(await offsetOf(client, at)).toBe(0)
    const right = await sendPiece(client, at, {
      offset: 0,
      body: 'abc',
      headers: { 'Upload-Checksum': checksum(algorithm, 'abc') },
    })
    expect([right.status, right.get('upload-offset')]).toEqual([204, '3'])
  })
})

test('an upload outlives the end of the server', async () => {
  const own = await ownServer()
  const at = await beginUpload(own.client, 6)
  await sendPiece(own.client, at, { offset: 0, body: 'abc' })
  const done = await beginUpload(own.client, 1)
  await sendPiece(own.client, done, { offset: 0, body: 'x' })
  await own.server.kill()
  await own.restart()
  expect(await offsetOf(own.client, at)).toBe(3)
  expect(await offsetOf(own.client, done)).toBe(1)
  await sendPiece(own.client, at, { offset: 3, body: 'def' })
  expect((await own.client.get(`/files/${idOf(at)}`)).text).toBe('abcdef')
  await own.server.stop()
  await own.restart()
  expect((await askForOffset(own.client, at)).get('filedrop-file-id')).toBe(idOf(at))
  expect(await metadataOf(own.client, idOf(at))).toMatchObject({ sha256: sha256('abcdef') })
})
