import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import type { Client } from '../support/client.js'
import { type DoorName, expectError, formEntries, rawEntries, uploadBy } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import { apiTokens, bearer, everything, type Scope, scopes, secretFor } from '../support/tokens.js'

const suite = useServer({ API_TOKENS: apiTokens }, everything)
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'named', { name: 'guarded.txt' })
})

interface EntryPoint {
  readonly title: string
  readonly door: DoorName
  /** What its caller needs; `token` for any token. */
  readonly needs: Scope | 'token'
  readonly send: (client: Client) => Promise<Answer>
}

const get = (path: string, needs: EntryPoint['needs'], door: DoorName = 'files'): EntryPoint => ({
  title: `GET ${path}`,
  door,
  needs,
  send: (client) => client.get(path.replace('{id}', id)),
})

/** Every way in: each upload in each form, each download, each list, each change. */
const entryPoints: readonly EntryPoint[] = [
  ...formEntries.map((form) => ({
    title: `${form.title} as a form`,
    door: form.door,
    needs: form.replaces ? ('manage' as const) : ('upload' as const),
    send: (client: Client) => client.sendForm(form.method, form.path(id), [filePart('x')]),
  })),
  ...rawEntries.map((raw) => ({
    title: `${raw.title} as raw bytes`,
    door: raw.door,
    needs: raw.replaces ? ('manage' as const) : ('upload' as const),
    send: (client: Client) =>
      client.request(raw.method, raw.path(id), {
        headers: { 'Content-Type': 'text/plain' },
        body: 'x',
      }),
  })),
  {
    title: 'PUT /files/{id} as JSON',
    door: 'files',
    needs: 'manage',
    send: (client) => client.sendJson('PUT', `/files/${id}`, { file_name: 'guarded.txt' }),
  },
  {
    title: 'DELETE /files/{id}',
    door: 'files',
    needs: 'manage',
    send: async (client) => {
      const other = await uploadBy(suite.current.client, 'files')
      return client.delete(`/files/${other}`)
    },
  },
  get('/files/{id}', 'read'),
  get('/files/{id}/metadata', 'read'),
  get('/file/download/{id}', 'read', 'share'),
  get('/file/metadata/{id}', 'read', 'share'),
  get('/uploads/guarded.txt', 'read', 'named'),
  get('/files', 'list'),
  get('/files?limit=1', 'list'),
  get('/file/metadata/', 'list', 'share'),
  get('/openapi.json', 'token'),
  get('/openapi.yaml', 'token'),
]

describe.each(entryPoints)('$title', ({ door, needs, send }) => {
  test('needs a token', async () => {
    const answer = await send(suite.current.client.as({}))
    expectError(answer, door, 401, 'UNAUTHORIZED')
    expect(answer.get('www-authenticate')).toBe('Bearer realm="filedrop"')
  })

  test('knows an unknown token from a missing one', async () => {
    const answer = await send(suite.current.client.as(bearer('fd_somebody-else')))
    expectError(answer, door, 401, 'UNAUTHORIZED')
    expect(answer.get('www-authenticate')).toBe('Bearer realm="filedrop", error="invalid_token"')
  })

  test.each(scopes)('decides by its scope on a token for %s alone', async (scope) => {
    const answer = await send(suite.current.client.as(bearer(secretFor([scope]))))
    if (needs === 'token' || needs === scope) {
      expect(answer.status, answer.text).toBeLessThan(300)
    } else {
      expectError(answer, door, 403, 'INSUFFICIENT_SCOPE')
      expect(answer.get('www-authenticate')).toBe(
        `Bearer realm="filedrop", error="insufficient_scope", scope="${needs}"`
      )
    }
  })

  test('is open to a token for everything', async () => {
    const answer = await send(suite.current.client)
    expect(answer.status, answer.text).toBeLessThan(300)
  })
})

test('a refused change changes nothing', async () => {
  for (const credentials of [{}, bearer('unknown'), bearer(secretFor(['read']))]) {
    const stranger = suite.current.client.as(credentials)
    await suite.current.unchangedBy(async () => {
      await stranger.delete(`/files/${id}`)
      for (const { send, title, needs } of entryPoints) {
        const changes = needs === 'upload' || needs === 'manage'
        if (changes && !title.startsWith('DELETE')) await send(stranger)
      }
    })
  }
})

describe('without a token', () => {
  test.each(['/livez', '/readyz', '/', '/docs', '/docs/', '/docs/json', '/docs/static/index.css'])(
    '%s answers',
    async (path) => {
      const answer = await suite.current.client.as({}).get(path)
      expect(answer.status).toBeLessThan(400)
    }
  )

  test.each(['/nothing', '/files/x/y', '/docsx', '/livez/x', '//files', '/FILES', '/files;x=1'])(
    '%s does not even say that it is not there',
    async (path) => {
      expectError(await suite.current.client.as({}).get(path), 'files', 401, 'UNAUTHORIZED')
      expect((await suite.current.client.get(path)).status).toBe(404)
    }
  )

  test('nor does a path say which methods it has', async () => {
    const answer = await suite.current.client.as({}).request('POST', '/files')
    expectError(answer, 'files', 401, 'UNAUTHORIZED')
    expect(answer.get('allow')).toBeUndefined()
  })

  test('HEAD is as shut as GET', async () => {
    expect((await suite.current.client.as({}).head(`/files/${id}`)).status).toBe(401)
    expect((await suite.current.client.head(`/files/${id}`)).status).toBe(200)
  })
})

describe('credentials', () => {
  const secret = secretFor(scopes)

  test.each([`bearer ${secret}`, `BEARER ${secret}`, `Bearer   ${secret}`])(
    'may be written %s',
    async (value) => {
      expect((await suite.current.client.get('/files', { Authorization: value })).status).toBe(200)
    }
  )

  test.each([
    ['an empty field', ''],
    ['the scheme alone', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['a token of 10 KB', `Bearer ${'a'.repeat(10_000)}`],
    ['Basic', `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`],
    ['the token without a scheme', secret],
    ['two tokens in one field', `Bearer ${secret}, Bearer ${secret}`],
    ['a token and more', `Bearer ${secret} x`],
    ['bytes that are no ASCII', `Bearer ${secret}\xe9`],
    ['the digest in place of the token', `Bearer ${apiTokens.split(':').at(-1)}`],
  ])('are refused when they are %s', async (_, value) => {
    const answer = await suite.current.client.get('/files', { Authorization: value })
    expectError(answer, 'files', 401, 'UNAUTHORIZED')
  })

  test('are refused when they come twice, even the same ones', async () => {
    const connection = await suite.current.client.open()
    const line = `Authorization: Bearer ${secret}\r\n`
    await connection.send(`GET /files HTTP/1.1\r\nHost: localhost\r\n${line}${line}\r\n`)
    expectError(await connection.answer(), 'files', 401, 'UNAUTHORIZED')
  })

  test('do not count in the query', async () => {
    for (const name of ['token', 'access_token', 'api_key']) {
      const answer = await suite.current.client.as({}).get(`/files?${name}=${secret}`)
      expectError(answer, 'files', 401, 'UNAUTHORIZED')
    }
  })

  test('stand nowhere in the log, and the name of their owner does', async () => {
    await suite.current.client.get('/files?limit=7')
    await suite.current.server.logLine((line) => line.caller === scopes.join('-'))
    expect(suite.current.server.output()).not.toContain(secret)
    expect(suite.current.server.output()).not.toContain(bearer('').Authorization.trim())
  })
})

test('a refusal comes before the body, and before 100 Continue', async () => {
  const connection = await suite.current.client.open()
  await connection.send(
    'POST /files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n'
  )
  const answer = await connection.answer('POST')
  expect([answer.status, answer.interim, answer.get('connection')]).toEqual([401, [], 'close'])
})

test('the document says that a token is needed, and where it is not', async () => {
  const { openapi } = suite.current.client.document
  const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method} ${path}`, operation] as const)
  )
  const open = operations.filter(([, operation]) =>
    JSON.stringify(operation).includes('"security":[]')
  )
  expect(open.map(([title]) => title).sort()).toEqual(['get /livez', 'get /readyz'])
  for (const [title, operation] of operations) {
    if (open.some(([other]) => other === title)) continue
    expect(operation, title).toMatchObject({ security: [{ bearerAuth: [] }] })
    expect(Object.keys(operation?.responses ?? {}), title).toContain('401')
  }
})
