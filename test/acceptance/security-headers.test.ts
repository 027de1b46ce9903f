import { beforeAll, describe, expect, test } from 'vitest'
import { uploadBy } from '../support/doors.js'
import { ownServer, useServer } from '../support/suite.js'

const suite = useServer({}, {}, { direct: 'nginx names itself' })
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'named', { name: 'page.html', type: 'text/html' })
})

/** What every answer says, whatever it is. */
const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

const nothingAtAll = "default-src 'none'; frame-ancestors 'none'"

describe('security headers', () => {
  test.each([
    ['the list', '/files', 200, nothingAtAll, 'no-store'],
    ['metadata', '/file/metadata/{id}', 200, nothingAtAll, 'no-store'],
    ['a file that is not there', '/files/none', 404, nothingAtAll, 'no-store'],
    ['a path that is not there', '/none', 404, nothingAtAll, 'no-store'],
    ['another method', '/upload', 405, nothingAtAll, 'no-store'],
    ['the document', '/openapi.json', 200, nothingAtAll, 'no-store'],
    ['a probe', '/livez', 200, nothingAtAll, 'no-store'],
    ['a download', '/files/{id}', 200, "default-src 'none'; sandbox", 'private, no-cache'],
    [
      'a named download',
      '/uploads/page.html',
      200,
      "default-src 'none'; sandbox",
      'private, no-cache',
    ],
  ])('of %s', async (_, path, status, policy, cache) => {
    const answer = await suite.current.client.get(path.replace('{id}', id))
    expect(answer.status).toBe(status)
    for (const [name, value] of Object.entries(everywhere)) expect(answer.get(name)).toBe(value)
    expect(answer.get('content-security-policy')).toBe(policy)
    expect(answer.get('cache-control')).toBe(cache)
    expect(answer.get('strict-transport-security')).toBeUndefined()
    expect(answer.get('server')).toBeUndefined()
    expect(answer.get('x-powered-by')).toBeUndefined()
  })

  test('of the docs let their own scripts run, and no others', async () => {
    for (const path of ['/docs/', '/docs/static/swagger-ui-bundle.js']) {
      const answer = await suite.current.client.get(path)
      expect(answer.status).toBe(200)
      const policy = answer.get('content-security-policy') ?? ''
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('upgrade-insecure-requests')
      expect(answer.get('x-frame-options')).toBe('DENY')
      expect(answer.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('of what is no HTTP at all', async () => {
    const connection = await suite.current.client.open()
    await connection.send('NONSENSE\r\n\r\n')
    const answer = await connection.answer()
    for (const [name, value] of Object.entries(everywhere)) expect(answer.get(name)).toBe(value)
  })

  test.each([
    ['https://files.example.org', 'max-age=31536000'],
    ['http://files.example.org', undefined],
  ])('ask for TLS from now on only where PUBLIC_URL is https: %s', async (PUBLIC_URL, value) => {
    const { client } = await ownServer({ PUBLIC_URL })
    for (const path of ['/files', '/docs/']) {
      const answer = await client.get(path)
      expect(answer.get('strict-transport-security')).toBe(value)
      expect(answer.get('content-security-policy')).not.toContain('upgrade-insecure')
    }
  })
})
