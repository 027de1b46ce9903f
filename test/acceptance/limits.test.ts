import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, formEntries, rawEntries, upload } from '../support/doors.js'
import { filePart, multipart, textPart } from '../support/multipart.js'
import { sendChunked } from '../support/send-chunked.js'
import { ownServer, useServer } from '../support/suite.js'

const limit = 100_000
const suite = useServer({ MAX_FILE_SIZE: String(limit) })
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

describe.each(formEntries)('the limit at $title as a form', (entry) => {
  const formOf = (size: number) =>
    multipart([filePart(Buffer.alloc(size, 'f'), { filename: 'f.bin' })])

  test('lets exactly so many bytes in', async () => {
    const answer = await suite.current.client.sendForm(entry.method, entry.path(id), formOf(limit))
    expect(answer.status, answer.text).toBe(entry.success)
  })

  test('refuses one byte more with 413, never a cut file', async () => {
    const form = formOf(limit + 1)
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm(entry.method, entry.path(id), form)
    )
    expectError(answer, entry.door, 413, 'FILE_TOO_LARGE')
  })

  test('refuses one byte more in chunks with 413', async () => {
    const { contentType, body } = formOf(limit + 1)
    const answer = await suite.current.unchangedBy(() =>
      sendChunked(suite.current.client, {
        method: entry.method,
        path: entry.path(id),
        type: contentType,
        body,
      })
    )
    expectError(answer, entry.door, 413, 'FILE_TOO_LARGE')
  })

  test('is told by the length where the form is longer by more than 1 MiB', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      requestHead(entry.method, entry.path(id), {
        Host: client.host,
        'Content-Type': 'multipart/form-data; boundary=b',
        'Content-Length': String(limit + 1024 * 1024 + 1),
      })
    )
    const answer = await connection.answer(entry.method)
    connection.close()
    expectError(answer, entry.door, 413, 'FILE_TOO_LARGE')
  })
})

describe.each(rawEntries)('the limit at $title as a raw body', (entry) => {
  const send = (size: number) =>
    suite.current.client.request(entry.method, entry.path(id), {
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.alloc(size, 'r'),
    })

  const inChunks = (size: number) =>
    sendChunked(suite.current.client, {
      method: entry.method,
      path: entry.path(id),
      type: 'image/png',
      body: Buffer.alloc(size),
    })

  test('lets exactly so many bytes in, with and without a length', async () => {
    expect((await send(limit)).status).toBe(entry.success)
    const chunked = await inChunks(limit)
    expect(chunked.status, chunked.text).toBe(entry.success)
  })

  test('refuses one byte more with 413', async () => {
    const answer = await suite.current.unchangedBy(() => send(limit + 1))
    expectError(answer, 'files', 413, 'FILE_TOO_LARGE')
  })

  test('refuses one byte more in chunks with 413: no length is no way around it', async () => {
    const answer = await suite.current.unchangedBy(() => inChunks(limit + 1))
    expectError(answer, 'files', 413, 'FILE_TOO_LARGE')
  })

  test('ends an upload in chunks that has no end', async () => {
    await suite.current.unchangedBy(async () => {
      const { client } = suite.current
      const connection = await client.open()
      await connection.send(
        requestHead(entry.method, entry.path(id), {
          Host: client.host,
          'Content-Type': 'image/png',
          'Transfer-Encoding': 'chunked',
        })
      )
      const piece = Buffer.concat([
        Buffer.from('4000\r\n'),
        Buffer.alloc(0x4000),
        Buffer.from('\r\n'),
      ])
      for (let i = 0; i < 20; i++) await connection.send(piece)
      const answer = await connection.answer(entry.method)
      expectError(answer, 'files', 413, 'FILE_TOO_LARGE')
      connection.close()
    })
  })
})

describe('text parts', () => {
  test.each([
    ['a name of 10 KB', [textPart('name', 'x'.repeat(10_000)), filePart('x')]],
    ['a name of 2 MB', [textPart('name', 'x'.repeat(2_000_000)), filePart('x')]],
    ['an unknown field of 2 MB', [textPart('other', 'x'.repeat(2_000_000)), filePart('x')]],
    ['a field name of 100 KB', [textPart('x'.repeat(100_000), 'x'), filePart('x')]],
    ['a file name of 100 KB', [filePart('x', { filename: 'x'.repeat(100_000) })]],
  ])('with %s are 400 or 413 on the files door and nothing is stored', async (_title, parts) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm('POST', '/files/upload', parts)
    )
    expect([400, 413], answer.text).toContain(answer.status)
  })
})

describe('MAX_FILE_SIZE', () => {
  test('is read in units', async () => {
    const { client } = await ownServer({ MAX_FILE_SIZE: '1KiB' })
    expect(
      (await client.sendForm('POST', '/files/upload', [filePart(Buffer.alloc(1024))])).status
    ).toBe(201)
    const answer = await client.sendForm('POST', '/files/upload', [filePart(Buffer.alloc(1025))])
    expectError(answer, 'files', 413, 'FILE_TOO_LARGE')
  })
})
