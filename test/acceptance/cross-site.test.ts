import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { expectError, metadataOf, uploadBy } from '../support/doors.js'
import { type EntryPoint, entryPoints } from '../support/entry-points.js'
import { filePart } from '../support/multipart.js'
import { ownServer, useServer } from '../support/suite.js'

const suite = useServer({ CORS_ORIGINS: 'https://app.example.com' })
let id = ''

beforeAll(async () => {
  id = await uploadBy(suite.current.client, 'files')
})

type Headers = Readonly<Record<string, string>>

/** Everything that changes something. */
const changes = entryPoints.filter(({ needs }) => needs === 'upload' || needs === 'manage')

/** Sends it as a browser would that says this of the page. */
const sendWith = ({ send }: EntryPoint, headers: Headers): Promise<Answer> =>
  send(suite.current.client.as(headers), id)

/** What a browser says of a page of another site. */
const foreign: readonly Headers[] = [
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'https://evil.example' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'null' },
  { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'http://127.0.0.1' },
  { Origin: 'https://app.example.com.evil.example' },
  { Origin: 'https://app.example.com:8443' },
  { Origin: 'https://app.example.com, https://evil.example' },
  { Origin: '' },
]

describe.each(changes)('$title', (entry) => {
  test.each(foreign)('is refused to a page behind %j, and changes nothing', async (headers) => {
    const answer = await suite.current.unchangedBy(() => sendWith(entry, headers))
    expectError(answer, entry.door, 403, 'CROSS_SITE')
  })
})

test.each([
  [
    'of our own',
    () => ({ Origin: `http://${suite.current.client.host}`, 'Sec-Fetch-Site': 'same-origin' }),
  ],
  [
    'of an origin that is let in',
    () => ({ Origin: 'https://app.example.com', 'Sec-Fetch-Site': 'cross-site' }),
  ],
  ['that the user typed in', () => ({ 'Sec-Fetch-Site': 'none' })],
  ['of no browser', () => ({})],
])('a page %s may change things', async (_, headers) => {
  const before = await metadataOf(suite.current.client, id)
  const answer = await suite.current.client.request('PUT', `/files/${id}`, {
    headers: { 'Content-Type': 'application/json', ...headers() },
    body: '{"file_name":"renamed"}',
  })
  expect(answer.status, answer.text).toBe(200)
  expect((await metadataOf(suite.current.client, id)).revision).toBe(before.revision + 1)
})

test('reading is left to the rules of browsers: an answer goes out, and says that no other site may have it', async () => {
  const answer = await suite.current.client.get(`/files/${id}`, {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
  })
  expect(answer.status).toBe(200)
  expect(answer.get('access-control-allow-origin')).toBeUndefined()
  expect(answer.get('cross-origin-resource-policy')).toBe('same-origin')
})

test('the origin of PUBLIC_URL is ours, whatever Host a proxy sends', async () => {
  const { client } = await ownServer({ PUBLIC_URL: 'https://files.example.org/drop' })
  const origin = { Origin: 'https://files.example.org', 'Sec-Fetch-Site': 'same-origin' }
  expect((await client.sendForm('POST', '/upload', [filePart('x')], origin)).status).toBe(200)
  const other = { Origin: 'https://other.example.org' }
  const refused = await client.sendForm('POST', '/upload', [filePart('x')], other)
  expectError(refused, 'form', 403, 'CROSS_SITE')
})

describe('a Host that is not ours', () => {
  test.each(['evil.example', `evil.example:80`, '169.254.169.254', '[fe80::1]'])(
    '(%s) is 421 at every door, and changes nothing',
    async (host) => {
      for (const entry of changes) {
        const answer = await suite.current.unchangedBy(() => sendWith(entry, { Host: host }))
        expectError(answer, entry.door, 421, 'MISDIRECTED_REQUEST')
      }
      for (const path of ['/', '/docs/', '/files', `/files/${id}`, '/livez', '/nothing']) {
        const answer = await suite.current.client.get(path, { Host: host })
        expectError(answer, 'files', 421, 'MISDIRECTED_REQUEST')
      }
    }
  )

  test("is nobody's concern where the service listens for everybody", async () => {
    const { client } = await ownServer({ HOST: '0.0.0.0', ACCESS: 'open' })
    expect((await client.get('/files', { Host: 'files.example.org' })).status).toBe(200)
  })
})
