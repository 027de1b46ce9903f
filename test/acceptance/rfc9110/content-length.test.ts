import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { change, changes } from '../../support/changes.js'
import { uploadedId, uploadForms } from '../../support/doors.js'
import { downloadRoutes, type Published, publish } from '../../support/downloads.js'
import { filePart } from '../../support/multipart.js'
import { useServer } from '../../support/suite.js'

const suite = useServer()
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content: '0123456789', name: 'ten.txt' })
})

/** The answer says how long it is, and is that long: in bytes, whatever characters it is made of. */
function expectLength(answer: Answer): void {
  expect(answer.get('content-length'), answer.text).toBe(String(answer.body.length))
  expect(answer.get('transfer-encoding')).toBeUndefined()
}

describe('Content-Length, RFC 9110 section 8.6', () => {
  test.each(downloadRoutes)('is right on every answer at $title', async (route) => {
    const { client } = suite.current
    const path = route.path(file)
    expectLength(await client.get(path))
    for (const range of ['bytes=0-0', 'bytes=3-', 'bytes=-4', 'bytes=10-', 'items=0-1']) {
      expectLength(await client.get(path, { Range: range }))
    }
    expectLength(await client.get(path, { 'If-Match': '"other"' }))
    expectLength(await client.get(route.path({ id: 'nothing', name: 'nothing' })))
  })

  test.each(downloadRoutes)(
    'is 0 of an empty file at $title, and many of a large one',
    async (route) => {
      const { client } = suite.current
      for (const size of [0, 1, 65_535, 65_536, 65_537, 3_000_000]) {
        const content = Buffer.alloc(size, 'x')
        const sized = await publish(client, { content, name: `size-${size}.bin` })
        const answer = await client.get(route.path(sized))
        expectLength(answer)
        expect(answer.body.length).toBe(size)
        expect((await client.head(route.path(sized))).get('content-length')).toBe(String(size))
      }
    }
  )

  test.each(uploadForms)(
    'is right on the answer of $title, also with a name of many scripts',
    async (entry) => {
      const { client } = suite.current
      const part = filePart('x', { filename: '日本語 "メモ" 📝.txt' })
      const answer = await client.sendForm(entry.method, entry.path(''), [part])
      expect(answer.status).toBe(entry.success)
      expectLength(answer)
      expectLength(await client.sendForm(entry.method, entry.path(''), []))
      expectLength(await client.get(`/files/${uploadedId(entry.door, answer)}/metadata`))
    }
  )

  test.each(changes)('is right on the answer to $title', async (how) => {
    const { client } = suite.current
    const { id } = await publish(client, { name: 'changed.txt' })
    expectLength(await change(client, how, id, { 'If-Match': '"other"' }))
    expectLength(await change(client, how, id))
    expectLength(await change(client, how, 'nothing'))
  })

  test.each([
    '/livez',
    '/readyz',
    '/openapi.json',
    '/openapi.yaml',
    '/',
    '/files?limit=1',
    '/files?limit=0',
    '/file/metadata/?limit=1',
    '/nothing',
    '/upload',
  ])('is right at %s', async (path) => expectLength(await suite.current.client.get(path)))

  test('is left out where a list is streamed, which ends with its last chunk', async () => {
    for (const path of ['/files', '/file/metadata/']) {
      const answer = await suite.current.client.get(path)
      expect(answer.get('transfer-encoding')).toBe('chunked')
      expect(answer.get('content-length')).toBeUndefined()
    }
  })
})
