import { describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { upload, uploadBy } from '../support/doors.js'
import { filePart, multipart } from '../support/multipart.js'
import { leftOut } from '../support/stand.js'
import { ownServer, type Suite, useServer } from '../support/suite.js'
import type { FileView, NamedFile, SharedFile, ShareView } from '../support/wire.js'

const shared = useServer()

/** The links of a new file at all doors, asked for with these headers. */
const linksOf = async ({ client }: Suite, headers: Readonly<Record<string, string>> = {}) => {
  const post = (path: string): Promise<Answer> =>
    client.sendForm('POST', path, [filePart('x', { filename: 'a b.txt' })], headers)
  const form = await post('/upload')
  const named = await post('/api/files')
  const share = await post('/file/upload/')
  const files = await post('/files/upload')
  const id = share.json<SharedFile>().file_id
  const one = await client.get(`/file/metadata/${id}`, headers)
  const all = await client.get('/file/metadata/', headers)
  const page = await client.get('/files?limit=1', headers)
  return {
    id,
    form: form.get('link') ?? '',
    namedPath: named.json<NamedFile>().path,
    namedLocation: named.get('location') ?? '',
    share: [
      share.json<SharedFile>().download_link,
      one.json<ShareView>().download_link,
      all.json<Record<string, ShareView>>()[id]?.download_link,
    ],
    filesLink: files.json<FileView>().download_link,
    filesLocation: files.get('location') ?? '',
    next: page.get('link') ?? '',
  }
}

describe('links without PUBLIC_URL', () => {
  test('are path-absolute, but that of the share door is absolute', async () => {
    const { host } = shared.current.client
    const links = await linksOf(shared.current)
    expect(links.form).toMatch(/^<\/files\//)
    expect(links.namedPath).toBe('/uploads/a_b.txt')
    expect(links.namedLocation).toMatch(/^\/[^/]/)
    expect(links.filesLink).toMatch(/^\/files\//)
    expect(links.filesLocation).toMatch(/^\/files\//)
    expect(links.next).toMatch(/^<\/files\?/)
    expect(new Set(links.share)).toEqual(new Set([`http://${host}/file/download/${links.id}`]))
  })

  test('take the host of the request at the share door', async () => {
    const host = `localhost:${shared.current.client.port}`
    const links = await linksOf(shared.current, { Host: host })
    expect(new Set(links.share)).toEqual(new Set([`http://${host}/file/download/${links.id}`]))
  })

  // fastify CVE-2026-3635 and tusd 38, 86, 467: forwarded headers of anybody were believed.
  test('do not follow X-Forwarded-* or Forwarded of anybody', async () => {
    const { host } = shared.current.client
    const links = await linksOf(shared.current, {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '99',
      'X-Forwarded-Prefix': '/evil',
      Forwarded: 'host=evil.example;proto=https',
    })
    expect(new Set(links.share)).toEqual(new Set([`http://${host}/file/download/${links.id}`]))
    expect(JSON.stringify(links)).not.toMatch(/evil|https/)
  })

  test('never come from the host of an absolute request target', async () => {
    const { client } = shared.current
    const { body, contentType } = multipart([filePart('x')])
    const connection = await client.open()
    await connection.send(
      requestHead('POST', 'http://evil.example/file/upload/', {
        Host: client.host,
        'Content-Type': contentType,
        'Content-Length': String(body.length),
      })
    )
    await connection.send(body)
    const answer = await connection.answer('POST')
    connection.close()
    expect(answer.text).not.toContain('evil.example')
  })

  const malformed = async (host: string) => {
    const answer = await shared.current.unchangedBy(() =>
      shared.current.client.sendForm('POST', '/file/upload/', [filePart('x')], { Host: host })
    )
    expect([400, 421]).toContain(answer.status)
  }

  test.each(['"', '<script>', 'user@host', 'host:port', 'a,b'])(
    'are not made of a malformed Host: %s',
    malformed
  )

  test.skipIf(leftOut('nginx refuses such a Host itself')).each(['a b@c', 'host/path'])(
    'are not made of a malformed Host: %s',
    malformed
  )
})

describe('links with PUBLIC_URL', () => {
  test.each(['https://files.example.org', 'https://example.org/drop/'])(
    'are absolute below %s at every door',
    async (publicUrl) => {
      const suite = await ownServer({ PUBLIC_URL: publicUrl })
      const base = publicUrl.replace(/\/$/, '')
      const links = await linksOf(suite, { 'X-Forwarded-Host': 'evil.example' })
      expect(links.form).toMatch(new RegExp(`^<${base}/files/[\\w-]{21}>; rel="item"$`))
      expect(links.namedPath).toBe(`${base}/uploads/a_b.txt`)
      expect(links.namedLocation.startsWith(`${base}/`)).toBe(true)
      expect(new Set(links.share)).toEqual(new Set([`${base}/file/download/${links.id}`]))
      expect(links.filesLink.startsWith(`${base}/files/`)).toBe(true)
      expect(links.filesLocation.startsWith(`${base}/files/`)).toBe(true)
      expect(links.next.startsWith(`<${base}/files?`)).toBe(true)
    }
  )
})

describe('links behind a proxy that TRUST_PROXY names', () => {
  const direct = { direct: 'the test is the proxy' }
  const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'files.example.org' }

  test('follow its X-Forwarded-Proto and X-Forwarded-Host', async () => {
    const suite = await ownServer({ TRUST_PROXY: '127.0.0.1' }, {}, direct)
    const links = await linksOf(suite, forwarded)
    expect(new Set(links.share)).toEqual(
      new Set([`https://files.example.org/file/download/${links.id}`])
    )
    expect(links.filesLink).toMatch(/^\/files\//)
  })

  test('do not follow those of another address', async () => {
    const suite = await ownServer({ TRUST_PROXY: '10.0.0.0/8' }, {}, direct)
    const links = await linksOf(suite, forwarded)
    expect(new Set(links.share)).toEqual(
      new Set([`http://${suite.client.host}/file/download/${links.id}`])
    )
  })
})

describe('the ids in links', () => {
  test('lead from every door to every other', async () => {
    const { client } = shared.current
    const id = await uploadBy(client, 'form')
    const file = await upload(client)
    expect((await client.get(`/file/download/${file.file_id}`)).status).toBe(200)
    expect((await client.get(`/files/${id}`)).status).toBe(200)
  })
})
