import { describe, expect, test } from 'vitest'
import { expectError, uploadBy } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { SharedFile, ShareView } from '../support/wire.js'

const suite = useServer()
const post = (parts: readonly Buffer[], path = '/file/upload/') =>
  suite.current.client.sendForm('POST', path, parts)

describe('the share door', () => {
  test('answers an upload with the five members of its document', async () => {
    const answer = await post([filePart('Hello, share', { filename: 'hello.txt' })])
    expect(answer.status).toBe(201)
    expect(answer.type).toBe('application/json')
    const file = answer.json<SharedFile>()
    expect(file).toEqual({
      file_id: expect.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/),
      original_name: 'hello.txt',
      content_type: 'text/plain',
      file_size: 12,
      download_link: `http://${suite.current.client.host}/file/download/${file.file_id}`,
    })
  })

  test('answers 201 with a Location that can be read and with the ETag of the file', async () => {
    const answer = await post([filePart('located', { filename: 'located.txt' })])
    const location = answer.get('location') ?? ''
    expect(location).toMatch(/^\//)
    const read = await suite.current.client.get(location)
    expect(read.status).toBe(200)
    const download = await suite.current.client.get(
      `/file/download/${answer.json<SharedFile>().file_id}`
    )
    expect(answer.get('etag')).toBe(download.get('etag'))
  })

  test('is the same with and without the slash at the end', async () => {
    expect((await post([filePart('x')], '/file/upload')).status).toBe(201)
    expect((await suite.current.client.get('/file/metadata')).status).toBe(200)
  })

  test('serves a download as an attachment under its original name', async () => {
    const id = await uploadBy(suite.current.client, 'share', {
      content: 'bytes',
      name: 'photo.png',
    })
    const answer = await suite.current.client.get(`/file/download/${id}`)
    expect([answer.status, answer.text]).toEqual([200, 'bytes'])
    expect(answer.get('content-type')).toBe('image/png')
    expect(answer.get('content-disposition')).toMatch(/^attachment; filename="?photo\.png"?/)
  })

  test('stays an attachment when inline is asked for', async () => {
    const id = await uploadBy(suite.current.client, 'share', { name: 'photo.png' })
    const answer = await suite.current.client.get(`/file/download/${id}?disposition=inline`)
    expect(answer.get('content-disposition')).toMatch(/^attachment;/)
  })

  test('gives a download link that works as it is', async () => {
    const answer = await post([filePart('via link', { filename: 'a b.txt' })])
    const response = await fetch(answer.json<SharedFile>().download_link)
    expect(await response.text()).toBe('via link')
  })

  test('answers the metadata of one file with the five members of its document', async () => {
    const id = await uploadBy(suite.current.client, 'share', { content: '12345', name: 'm.txt' })
    const answer = await suite.current.client.get(`/file/metadata/${id}`)
    expect(answer.status).toBe(200)
    expect(answer.json<ShareView>()).toEqual({
      original_name: 'm.txt',
      content_type: 'text/plain',
      file_size: 5,
      download_count: 0,
      download_link: `http://${suite.current.client.host}/file/download/${id}`,
    })
  })

  test('answers the metadata of all files as an object keyed by id', async () => {
    const ids = [
      await uploadBy(suite.current.client, 'share', { content: 'one', name: 'one.txt' }),
      await uploadBy(suite.current.client, 'share', { content: 'two', name: 'two.txt' }),
    ]
    const all = (await suite.current.client.get('/file/metadata/')).json<
      Record<string, ShareView>
    >()
    for (const id of ids) {
      const one = (await suite.current.client.get(`/file/metadata/${id}`)).json<ShareView>()
      expect(all[id]).toEqual(one)
    }
    expect(Object.keys(all)).toHaveLength((await suite.current.list()).length)
  })

  test('tracks how many times each file has been downloaded', async () => {
    const id = await uploadBy(suite.current.client, 'share')
    const other = await uploadBy(suite.current.client, 'share')
    for (const expected of [1, 2, 3]) {
      await suite.current.client.get(`/file/download/${id}`)
      const view = (await suite.current.client.get(`/file/metadata/${id}`)).json<ShareView>()
      expect(view.download_count).toBe(expected)
    }
    const untouched = (await suite.current.client.get(`/file/metadata/${other}`)).json<ShareView>()
    expect(untouched.download_count).toBe(0)
  })

  test('ignores other text fields of the form', async () => {
    const answer = await post([textPart('comment', 'x'), filePart('x'), textPart('submit', 'Go')])
    expect(answer.status).toBe(201)
  })

  test.each([
    ['no part', []],
    ['text only', [textPart('file', 'x')]],
    ['an empty file name', [filePart('', { filename: '' })]],
  ])('answers 422 to a form with %s', async (_title, parts) => {
    const answer = await suite.current.unchangedBy(() => post(parts))
    expectError(answer, 'share', 422, 'NO_FILE')
  })

  test('answers 415 to a body that is not a form', async () => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendJson('POST', '/file/upload/', { file: 'x' })
    )
    expectError(answer, 'share', 415, 'UNSUPPORTED_MEDIA_TYPE')
  })

  test.each([
    '/file/download/nothing',
    '/file/metadata/nothing',
    '/file/download/',
    '/file/metadata//',
  ])('answers 404 to %s', async (path) => {
    const answer = await suite.current.client.get(path)
    expect([answer.status, answer.type]).toEqual([404, 'application/problem+json'])
  })
})
