import { describe, expect, test } from 'vitest'
import type { Client } from '../../support/client.js'
import { ownServer, useServer } from '../../support/suite.js'
import { apiTokens, bearer, everything, scopes, secretFor } from '../../support/tokens.js'
import { askForUpload, beginUpload, offsetOf, pieceHeaders, tusHeaders } from '../../support/tus.js'

const app = 'https://app.example.com'
const suite = useServer({ API_TOKENS: apiTokens, CORS_ORIGINS: app }, everything)

/** Every request for an upload, with the scope that it needs. */
const requests = [
  ['POST', 'upload', (client: Client) => askForUpload(client, { 'Upload-Length': '3' })],
  ['HEAD', 'upload', (client: Client, at: string) => client.head(at, tusHeaders)],
  [
    'PATCH',
    'upload',
    (client: Client, at: string) =>
      client.request('PATCH', at, { headers: pieceHeaders(0), body: 'x' }),
  ],
  ['DELETE', 'manage', (client: Client, at: string) => client.delete(at, tusHeaders)],
] as const

describe.each(requests)('%s', (method, needs, send) => {
  test('needs a token', async () => {
    const at = await beginUpload(suite.current.client, 3)
    for (const credentials of [{}, bearer('fd_somebody-else')]) {
      const answer = await send(suite.current.client.as(credentials), at)
      expect([answer.status, answer.get('tus-resumable')]).toEqual([401, '1.0.0'])
      expect(answer.get('www-authenticate')).toMatch(/^Bearer realm="filedrop"/)
    }
    expect(await offsetOf(suite.current.client, at)).toBe(0)
  })

  test.each(scopes)('decides by its scope on a token for %s alone', async (scope) => {
    const at = await beginUpload(suite.current.client, 3)
    const answer = await send(suite.current.client.as(bearer(secretFor([scope]))), at)
    if (scope === needs) expect(answer.status).toBeLessThan(300)
    else expect([answer.status, await offsetOf(suite.current.client, at)]).toEqual([403, 0])
  })

  test('is open to pages that are let in, and to no others', async () => {
    const { client } = suite.current
    const at = await beginUpload(client, 3)
    const from = (origin: string) => client.as({ ...everything, Origin: origin })
    if (method !== 'HEAD') {
      expect((await send(from('https://evil.example'), at)).status).toBe(403)
    }
    const answer = await send(from(app), at)
    expect(answer.status).toBeLessThan(300)
    expect(answer.get('access-control-allow-origin')).toBe(app)
    const exposed = answer.get('access-control-expose-headers') ?? ''
    for (const name of ['Location', 'Upload-Offset', 'Filedrop-File-Id', 'Tus-Resumable']) {
      expect(exposed).toContain(name)
    }
  })
})

test('a page may ask beforehand, and OPTIONS needs no token', async () => {
  const stranger = suite.current.client.as({})
  const preflight = await stranger.request('OPTIONS', '/tus/x', {
    headers: {
      Origin: app,
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'tus-resumable,upload-offset,content-type,authorization',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.get('access-control-allow-methods')).toContain('PATCH')
  const allowed = preflight.get('access-control-allow-headers')?.toLowerCase()
  for (const name of ['tus-resumable', 'upload-offset', 'upload-length', 'upload-metadata']) {
    expect(allowed).toContain(name)
  }
  const plain = await stranger.request('OPTIONS', '/tus')
  expect([plain.status, plain.get('tus-version')]).toEqual([204, '1.0.0'])
  expect(plain.fields.filter(([name]) => /^access-control/i.test(name))).toEqual([])
})

test('the address of an upload is that of the service', async () => {
  const own = await ownServer({ PUBLIC_URL: 'https://files.example.com/drop/' })
  const answer = await askForUpload(own.client, { 'Upload-Length': '1' })
  expect(answer.get('location')).toMatch(/^https:\/\/files\.example\.com\/drop\/tus\/[\w-]{21}$/)
})
