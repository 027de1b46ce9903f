import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { upload, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()

/** The three addresses of the bytes of one published file. */
const addresses = (id: string, name: string): readonly string[] => [
  `/files/${id}`,
  `/file/download/${id}`,
  `/uploads/${encodeURIComponent(name)}`,
]

describe('a download', () => {
  test('carries the same protective and descriptive headers at every door', async () => {
    const content = 'the bytes of a page'
    const id = await uploadBy(suite.current.client, 'form', { content, name: 'page.html' })
    const digest = createHash('sha256').update(content)
    const base64 = digest.copy().digest('base64')
    for (const address of addresses(id, 'page.html')) {
      const answer = await suite.current.client.get(address)
      expect([answer.status, answer.text]).toEqual([200, content])
      const headers = Object.fromEntries(
        answer.fields.map(([name, value]) => [name.toLowerCase(), value])
      )
      expect(headers, address).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-length': String(content.length),
        'accept-ranges': 'bytes',
        'repr-digest': `sha-256=:${base64}:`,
        etag: `"${digest.copy().digest('base64url')}.1"`,
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'last-modified': expect.stringMatching(
          /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/
        ),
        'content-disposition': expect.stringMatching(/^attachment; /),
      })
    }
  })

  test('states as Last-Modified when the file was changed last', async () => {
    const { client } = suite.current
    const file = await upload(client)
    const answer = await client.get(`/files/${file.file_id}`)
    const seconds = Math.floor(Date.parse(file.updated_at) / 1000)
    expect(Date.parse(answer.get('last-modified') ?? '') / 1000).toBe(seconds)
  })

  test.each([
    ['text/html', 'text/html; charset=utf-8'],
    ['text/csv;header=present', 'text/csv;header=present; charset=utf-8'],
    ['text/plain; charset=iso-8859-1', 'text/plain; charset=iso-8859-1'],
    ['text/plain;Charset="utf-16"', 'text/plain;Charset="utf-16"'],
    ['application/json', 'application/json'],
    ['image/svg+xml', 'image/svg+xml'],
  ])('of type %s says Content-Type: %s', async (type, expected) => {
    const { client } = suite.current
    const uploaded = await client.request('POST', '/files/upload?name=x', {
      headers: { 'Content-Type': type },
      body: 'x',
    })
    const { file_id } = uploaded.json<{ file_id: string }>()
    const answer = await client.get(`/files/${file_id}`)
    expect(answer.get('content-type')?.replaceAll(' ', '')).toBe(expected.replaceAll(' ', ''))
  })

  test('of an empty file is 200 with Content-Length: 0', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'named', { content: '', name: 'empty.txt' })
    for (const address of addresses(id, 'empty.txt')) {
      const answer = await client.get(address)
      expect([answer.status, answer.get('content-length'), answer.body.length]).toEqual([
        200,
        '0',
        0,
      ])
    }
  })

  test('of many megabytes arrives byte for byte', async () => {
    const { client } = suite.current
    const content = Buffer.alloc(9 * 1024 * 1024 + 7, 'filedrop-')
    const file = await upload(client, { content, name: 'large.bin' })
    const answer = await client.get(`/files/${file.file_id}`)
    expect(createHash('sha256').update(answer.body).digest('hex')).toBe(file.sha256)
  })

  test('is not disturbed by query members that links gather', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'named', { name: 'linked.txt' })
    for (const address of addresses(id, 'linked.txt')) {
      expect((await client.get(`${address}?utm_source=mail&__proto__=x&a[b]=c`)).status).toBe(200)
    }
  })
})

describe('GET and HEAD with a Content-Type but no body', () => {
  test.each(['GET', 'HEAD'])('ignores it on %s', async (method) => {
    const { client } = suite.current
    const id = await uploadBy(client, 'form', { name: 'typed.txt' })
    const paths = [
      ...addresses(id, 'typed.txt'),
      '/files',
      `/files/${id}/metadata`,
      '/file/metadata/',
    ]
    for (const path of paths) {
      for (const type of ['application/json', 'foo/bar', 'nonsense']) {
        const answer = await client.request(method, path, { headers: { 'Content-Type': type } })
        expect(answer.status, `${path} ${type}`).toBe(200)
      }
    }
  })
})
