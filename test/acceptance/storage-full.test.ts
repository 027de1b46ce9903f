import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, formEntries, rawEntries, upload } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import { ownServer } from '../support/suite.js'

/** More than any disk of a test machine has: every upload meets a disk that counts as full. */
const nothingFree = { MIN_FREE_SPACE: '1000000GiB' }

describe('a disk without room', () => {
  test('refuses every upload with 507, keeps nothing and goes on reading', async () => {
    const suite = await ownServer()
    const { file_id } = await upload(suite.client, { content: 'from before' })
    await suite.server.stop()
    await suite.restart(nothingFree)
    const { client } = suite
    for (const entry of formEntries) {
      const answer = await suite.unchangedBy(() =>
        client.sendForm(entry.method, entry.path(file_id), [filePart('x')])
      )
      expectError(answer, entry.door, 507, 'INSUFFICIENT_STORAGE')
    }
    for (const entry of rawEntries) {
      const answer = await suite.unchangedBy(() =>
        client.request(entry.method, entry.path(file_id), {
          headers: { 'Content-Type': 'image/png' },
          body: 'x',
        })
      )
      expectError(answer, 'files', 507, 'INSUFFICIENT_STORAGE')
    }
    // A known length is refused before the body comes, in place of 100.
    const connection = await client.open()
    await connection.send(
      requestHead('POST', '/files/upload', {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': '1000000',
        Expect: '100-continue',
      })
    )
    const early = await connection.answer('POST')
    connection.close()
    expectError(early, 'files', 507, 'INSUFFICIENT_STORAGE')
    expect(early.interim).toEqual([])
    expect(early.get('connection')).toBe('close')
    expect((await client.get(`/files/${file_id}`)).text).toBe('from before')
    expect((await client.sendJson('PUT', `/files/${file_id}`, { file_name: 'b' })).status).toBe(200)
    expect((await client.delete(`/files/${file_id}`)).status).toBe(200)
  })

  test('refuses a length of a petabyte where MAX_FILE_SIZE=0 sets no limit, and takes what fits', async () => {
    const { client } = await ownServer({ MAX_FILE_SIZE: '0' })
    expect((await upload(client, { content: Buffer.alloc(300_000) })).file_size).toBe(300_000)
    const connection = await client.open()
    await connection.send(
      requestHead('POST', '/files/upload', {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': String(1024 ** 5),
      })
    )
    const answer = await connection.answer('POST')
    connection.close()
    expectError(answer, 'files', 507, 'INSUFFICIENT_STORAGE')
  })
})
