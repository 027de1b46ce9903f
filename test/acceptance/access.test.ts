import { beforeAll, describe, expect, test } from 'vitest'
import { expectError, uploadBy } from '../support/doors.js'
import { type EntryPoint, entryPoints, publishedName } from '../support/entry-points.js'
import { leftOut } from '../support/stand.js'
import { useServer } from '../support/suite.js'
import { apiTokens, bearer, everything, scopes, secretFor } from '../support/tokens.js'

const suite = useServer({ API_TOKENS: apiTokens }, everything)
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'named', { name: publishedName })
})

/** What an entry point may be tried on: those that delete get a file of their own. */
const victim = ({ effect }: EntryPoint): Promise<string> | string =>
  effect === 'deletes' ? uploadBy(suite.current.client, 'files') : id

describe.each(entryPoints)('$title', (entry) => {
  const { door, needs, send } = entry

  test('needs a token', async () => {
    const answer = await send(suite.current.client.as({}), id)
    expectError(answer, door, 401, 'UNAUTHORIZED')
    expect(answer.get('www-authenticate')).toBe('Bearer realm="filedrop"')
  })

  test('knows an unknown token from a missing one', async () => {
    const answer = await send(suite.current.client.as(bearer('fd_somebody-else')), id)
    expectError(answer, door, 401, 'UNAUTHORIZED')
    expect(answer.get('www-authenticate')).toBe('Bearer realm="filedrop", error="invalid_token"')
  })

  test.each(scopes)('decides by its scope on a token for %s alone', async (scope) => {
    const answer = await send(
      suite.current.client.as(bearer(secretFor([scope]))),
      await victim(entry)
    )
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
    const answer = await send(suite.current.client, await victim(entry))
    expect(answer.status, answer.text).toBeLessThan(300)
  })
})

test('a refused change changes nothing', async () => {
  for (const credentials of [{}, bearer('unknown'), bearer(secretFor(['read']))]) {
    const stranger = suite.current.client.as(credentials)
    await suite.current.unchangedBy(async () => {
      for (const { send, needs } of entryPoints) {
        if (needs === 'upload' || needs === 'manage') await send(stranger, id)
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

  test.skipIf(leftOut('nginx refuses some fields that come twice'))(
    'are refused when they come twice, even the same ones',
    async () => {
      const connection = await suite.current.client.open()
      const line = `Authorization: Bearer ${secret}\r\n`
      await connection.send(`GET /files HTTP/1.1\r\nHost: localhost\r\n${line}${line}\r\n`)
      expectError(await connection.answer(), 'files', 401, 'UNAUTHORIZED')
    }
  )

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

test.skipIf(leftOut('nginx says itself who may go on'))(
  'a refusal comes before the body, and before 100 Continue',
  async () => {
    const connection = await suite.current.client.open()
    await connection.send(
      'POST /files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n'
    )
    const answer = await connection.answer('POST')
    expect([answer.status, answer.interim, answer.get('connection')]).toEqual([401, [], 'close'])
  }
)

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
