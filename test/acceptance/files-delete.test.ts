import { describe, expect, test } from 'vitest'
import { expectError, upload, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import type { ShareView } from '../support/wire.js'

const suite = useServer()

describe('DELETE /files/{file_id}', () => {
  test('answers a message and removes the file at every door', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'form', { name: 'gone.txt' })
    const answer = await client.delete(`/files/${id}`)
    expect([answer.status, answer.type]).toEqual([200, 'application/json'])
    expect(answer.json()).toEqual({ message: expect.stringMatching(/\w/) })
    const paths = [
      `/files/${id}`,
      `/files/${id}/metadata`,
      `/file/download/${id}`,
      `/file/metadata/${id}`,
      '/uploads/gone.txt',
    ]
    for (const path of paths) {
      const read = await client.get(path)
      expect(read.status, path).toBe(404)
      expect(read.json()).toMatchObject({ code: 'FILE_NOT_FOUND' })
    }
    expect((await suite.current.list()).map((file) => file.file_id)).not.toContain(id)
    const shared = (await client.get('/file/metadata/')).json<Record<string, ShareView>>()
    expect(shared[id]).toBeUndefined()
  })

  test('answers 404 the second time', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client)
    expect((await client.delete(`/files/${file_id}`)).status).toBe(200)
    expectError(await client.delete(`/files/${file_id}`), 'files', 404, 'FILE_NOT_FOUND')
  })

  test('succeeds exactly once when many delete the same file', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.delete(`/files/${file_id}`))
    )
    const statuses = answers.map((answer) => answer.status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 404)])
  })

  test('frees the bytes', () =>
    suite.current.unchangedBy(async () => {
      const { file_id } = await upload(suite.current.client)
      await suite.current.client.delete(`/files/${file_id}`)
    }))

  test('ignores a Content-Type without a body', async () => {
    const { client } = suite.current
    for (const type of ['application/json', 'multipart/form-data; boundary=b', 'nonsense']) {
      const { file_id } = await upload(client)
      const answer = await client.delete(`/files/${file_id}`, { 'Content-Type': type })
      expect(answer.status, type).toBe(200)
    }
  })

  test('never lets a file come back when it is replaced at the same time', async () => {
    const { client } = suite.current
    for (let round = 0; round < 20; round++) {
      const { file_id } = await upload(client)
      const put = client.request('PUT', `/files/${file_id}/content`, {
        headers: { 'Content-Type': 'text/plain' },
        body: 'replacement',
      })
      const [replaced, deleted] = await Promise.all([put, client.delete(`/files/${file_id}`)])
      expect(deleted.status).toBe(200)
      expect([200, 404]).toContain(replaced.status)
      expect((await client.get(`/files/${file_id}`)).status).toBe(404)
    }
    const live = (await suite.current.list()).length
    await expect.poll(async () => (await suite.current.contentFiles()).length).toBe(live)
  })

  test('does not follow a method override', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client)
    await client.get(`/files/${file_id}`, { 'X-HTTP-Method-Override': 'DELETE' })
    expect((await client.head(`/files/${file_id}`)).status).toBe(200)
  })
})
