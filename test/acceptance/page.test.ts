import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectError } from '../support/doors.js'
import { ownServer, useServer } from '../support/suite.js'
import { apiTokens, everything } from '../support/tokens.js'

const suite = useServer({}, {}, { direct: 'nginx adds headers of its own' })
let html = ''
/** What the page loads, as it says it. */
let assets: readonly string[] = []

beforeAll(async () => {
  html = (await suite.current.client.get('/')).text
  assets = [...html.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, url]) => url ?? '')
})

describe('the page', () => {
  test('is HTML that is asked for anew each time, and costs nothing when it is the same', async () => {
    const { client } = suite.current
    const answer = await client.get('/')
    expect([answer.status, answer.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.get('cache-control')).toBe('no-cache')
    const again = await client.get('/', { 'If-None-Match': answer.get('etag') ?? '' })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  test('ignores query members, where links gather them', async () => {
    const answer = await suite.current.client.get('/?utm_source=x&a=1&a=2')
    expect([answer.status, answer.text]).toEqual([200, html])
  })

  test('may load its own parts and nothing else, and runs nothing inline', async () => {
    const answer = await suite.current.client.get('/')
    const policy = answer.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ])
    )
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/)
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/i)
  })

  test('is neither framed nor embedded nor read by other sites', async () => {
    for (const path of ['/', ...assets.map((asset) => `/${asset}`)]) {
      const answer = await suite.current.client.get(path)
      expect(answer.get('x-frame-options'), path).toBe('DENY')
      expect(answer.get('x-content-type-options'), path).toBe('nosniff')
      expect(answer.get('referrer-policy'), path).toBe('no-referrer')
      expect(answer.get('cross-origin-resource-policy'), path).toBe('same-origin')
    }
  })

  test('names everything relative to itself, so that it can stand below any path', () => {
    const addresses = [...html.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(([, url]) => url)
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of addresses) expect(address).toMatch(/^(#|[a-z])(?!.*:)/)
  })

  test('and all that it loads are under 300 kB where the browser takes them compressed', async () => {
    let bytes = 0
    const paths = new Set(['/', ...assets.map((asset) => `/${asset}`)])
    for (const path of paths) {
      const answer = await suite.current.client.get(path, { 'Accept-Encoding': 'br' })
      bytes += answer.body.length
      // Scripts load others later.
      const later = brotliDecompressSync(answer.body)
        .toString()
        .matchAll(/[\w-]+-[A-Z0-9]{8}\.(js|css)/g)
      for (const [name] of later) paths.add(`/assets/${name}`)
    }
    expect(bytes).toBeLessThan(300_000)
  })

  test('answers HEAD, and no other method', async () => {
    const { client } = suite.current
    for (const path of ['/', `/${assets[0]}`]) {
      const head = await client.head(path)
      expect([head.status, head.body.length]).toEqual([200, 0])
      expect(head.get('content-length')).toBe((await client.get(path)).get('content-length'))
      const posted = await client.request('POST', path, { body: 'x' })
      expect([posted.status, posted.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })
})

describe('what the page loads', () => {
  test('is there, of the type that it is, and never changes', async () => {
    expect(assets.map((asset) => asset.split('.').at(-1))).toEqual(
      expect.arrayContaining(['js', 'css', 'svg'])
    )
    const types = { js: /javascript/, css: /^text\/css/, svg: /^image\/svg\+xml/ }
    for (const asset of assets) {
      const answer = await suite.current.client.get(`/${asset}`)
      expect([answer.status, asset]).toEqual([200, asset])
      expect(answer.get('content-type')).toMatch(types[asset.split('.').at(-1) as 'js'])
      expect(answer.get('cache-control')).toBe('max-age=31536000, immutable')
    }
  })

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('comes as %s to whom takes it, the same once it is unpacked', async (coding, unpack) => {
    const { client } = suite.current
    for (const path of ['/', ...assets.map((asset) => `/${asset}`)]) {
      const plain = await client.get(path, { 'Accept-Encoding': 'identity' })
      const packed = await client.get(path, { 'Accept-Encoding': coding })
      expect(plain.get('content-encoding')).toBeUndefined()
      expect(packed.get('content-encoding')).toBe(coding)
      expect([plain.get('vary'), packed.get('vary')]).toEqual([
        'accept-encoding',
        'accept-encoding',
      ])
      expect(packed.get('content-type')).toBe(plain.get('content-type'))
      expect(unpack(packed.body)).toEqual(plain.body)
    }
  })

  test.each(['none.js', 'none', 'main', '%', '.none'])(
    '%s is 404, since it is none of it',
    async (name) => {
      const answer = await suite.current.client.get(`/assets/${name}`)
      expectError(answer, 'files', 404, 'ROUTE_NOT_FOUND')
      expect(answer.get('cache-control')).toBe('no-store')
    }
  )

  test.each([
    '..%2findex.html',
    '..%2f..%2f..%2fpackage.json',
    '..',
    '%2e%2e',
    '%00',
    '..%5cindex.html',
  ])('%s leads nowhere else', async (name) => {
    const answer = await suite.current.client.get(`/assets/${name}`)
    expect([400, 404]).toContain(answer.status)
    expect(answer.type).toBe('application/problem+json')
  })
})

test('the page needs no token, since it is where one is given', async () => {
  const { client } = await ownServer({ API_TOKENS: apiTokens }, everything)
  const stranger = client.as({})
  for (const path of ['/', ...assets.map((asset) => `/${asset}`)]) {
    expect((await stranger.get(path)).status, path).toBe(200)
  }
  expect((await stranger.get('/files')).status).toBe(401)
})
