import { describe, expect, test } from 'vitest'
import { expectError, upload } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { Changed, FileView } from '../support/wire.js'

const suite = useServer()

// Many generators of clients know one kind of body for an operation.
describe('POST /files/content', () => {
  test('takes any body for the bytes of a new file, JSON included', async () => {
    const { client } = suite.current
    const answer = await client.sendJson('POST', '/files/content?name=%E6%96%87.json', { a: 1 })
    expect(answer.status).toBe(201)
    const file = answer.json<FileView>()
    expect(file).toMatchObject({ file_name: '文.json', file_type: 'application/json' })
    expect((await client.get(answer.get('location') ?? '')).text).toBe('{"a":1}')
  })

  test('refuses a form, and nothing at all', async () => {
    await suite.current.unchangedBy(async () => {
      const { client } = suite.current
      const form = await client.sendForm('POST', '/files/content', [filePart('x')])
      expectError(form, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
      expectError(await client.request('POST', '/files/content'), 'files', 400, 'EMPTY_REQUEST')
    })
  })
})

describe('PUT /files/{file_id}/name', () => {
  test('gives a file another name, another type, or both', async () => {
    const { client } = suite.current
    const { file_id: id } = await upload(client)
    for (const [body, expected] of [
      [{ file_name: 'b.txt' }, { file_name: 'b.txt', revision: 2 }],
      [{ file_type: 'text/markdown' }, { file_name: 'b.txt', file_type: 'text/markdown' }],
      [
        { file_name: 'c', file_type: 'image/png' },
        { file_name: 'c', revision: 4 },
      ],
    ]) {
      const answer = await client.sendJson('PUT', `/files/${id}/name`, body)
      expect(answer.status).toBe(200)
      expect(answer.json<Changed>().file).toMatchObject(expected as object)
    }
  })

  test('takes nothing but JSON that says something', async () => {
    const { client } = suite.current
    const { file_id: id } = await upload(client)
    const path = `/files/${id}/name`
    await suite.current.unchangedBy(async () => {
      const headers = { 'Content-Type': 'text/plain' }
      const text = await client.request('PUT', path, { headers, body: 'b.txt' })
      expectError(text, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
      const form = await client.sendForm('PUT', path, [filePart('x')])
      expectError(form, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
      expectError(await client.request('PUT', path), 'files', 400, 'EMPTY_REQUEST')
      for (const body of [{}, { name: 'b.txt' }, { file_name: 1 }]) {
        expectError(await client.sendJson('PUT', path, body), 'files', 400, 'INVALID_REQUEST')
      }
    })
  })
})
