import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { uploadBy } from '../support/doors.js'
import { ownServer, useServer } from '../support/suite.js'
import { apiTokens, everything } from '../support/tokens.js'

const app = 'https://app.example.com'
const suite = useServer(
  { CORS_ORIGINS: `${app}, http://localhost:3000`, API_TOKENS: apiTokens },
  everything
)
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'files')
})

const corsHeaders = (answer: Answer): string[] =>
  answer.fields
    .map(([name]) => name.toLowerCase())
    .filter((name) => name.startsWith('access-control-'))

const preflight = (origin: string) =>
  suite.current.client.as({}).request('OPTIONS', `/files/${id}`, {
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization, content-type, x-anything',
    },
  })

describe('an origin that is let in', () => {
  test('may ask beforehand, without a token', async () => {
    const answer = await preflight(app)
    expect(answer.status).toBe(204)
    expect(answer.get('access-control-allow-origin')).toBe(app)
    expect(answer.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE')
    expect(answer.get('access-control-allow-headers')).toContain('Authorization')
    expect(answer.get('access-control-allow-headers')).not.toContain('x-anything')
    expect(answer.get('access-control-max-age')).toBe('600')
    expect(answer.get('access-control-allow-credentials')).toBeUndefined()
  })

  test('reads answers with the headers that a client needs, and refusals too', async () => {
    for (const [target, status] of [
      [`/files/${id}`, 200],
      ['/files?limit=1', 200],
      ['/files/nothing', 404],
    ] as const) {
      const answer = await suite.current.client.get(target, { Origin: app })
      expect(answer.status).toBe(status)
      expect(answer.get('access-control-allow-origin')).toBe(app)
      expect(answer.get('access-control-expose-headers')).toMatch(/Content-Disposition.*ETag.*Link/)
      expect(answer.get('vary')).toMatch(/\borigin\b/i)
    }
    const refused = await suite.current.client.as({}).get('/files', { Origin: app })
    expect([refused.status, refused.get('access-control-allow-origin')]).toEqual([401, app])
  })

  test('is answered 405 where it asks for OPTIONS itself', async () => {
    const answer = await suite.current.client.request('OPTIONS', '/files', {
      headers: { Origin: app },
    })
    expect(answer.status).toBe(405)
  })
})

describe.each(['https://evil.example', 'null', 'https://app.example.com:8443', ''])(
  'the origin %j',
  (origin) => {
    test('is told nothing that a browser could take for leave', async () => {
      expect(corsHeaders(await preflight(origin))).toEqual([])
      expect(corsHeaders(await suite.current.client.get('/files', { Origin: origin }))).toEqual([])
    })

    test('is told apart by caches', async () => {
      const answer = await suite.current.client.get(`/files/${id}`, { Origin: origin })
      expect(answer.get('vary')).toMatch(/\borigin\b/i)
    })
  }
)

test('without CORS_ORIGINS no answer has a word of CORS', async () => {
  const { client } = await ownServer()
  const asked = { Origin: app, 'Access-Control-Request-Method': 'PUT' }
  const before = await client.request('OPTIONS', '/files', { headers: asked })
  expect([before.status, corsHeaders(before)]).toEqual([405, []])
  expect(corsHeaders(await client.get('/files', { Origin: app }))).toEqual([])
})
