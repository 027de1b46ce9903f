import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectError, rawEntries, upload } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
const body = 'the bytes that are meant'
const digest = (algorithm: string, content = body) =>
  `${algorithm}=:${createHash(algorithm.replace('-', '')).update(content).digest('base64')}:`
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

describe.each(rawEntries)('a digest sent to $title', (entry) => {
  const send = (headers: Readonly<Record<string, string>>) =>
    suite.current.client.request(entry.method, entry.path(id), {
      headers: { 'Content-Type': 'image/png', ...headers },
      body,
    })

  describe.each(['Content-Digest', 'Repr-Digest'])('as %s', (field) => {
    test.each([
      ['sha-256', digest('sha-256')],
      ['sha-512', digest('sha-512')],
      ['both', `${digest('sha-256')}, ${digest('sha-512')}`],
      ['an unknown one and sha-256', `md5=:AAAA:, ${digest('sha-256')}`],
    ])('of %s that matches lets the bytes in', async (_title, value) => {
      const answer = await send({ [field]: value })
      expect(answer.status, answer.text).toBe(entry.success)
    })

    test.each([
      ['sha-256 of other bytes', digest('sha-256', 'other')],
      ['sha-512 of other bytes', digest('sha-512', 'other')],
      [
        'one that matches and one that does not',
        `${digest('sha-256')}, ${digest('sha-512', 'other')}`,
      ],
    ])('of %s is 400 DIGEST_MISMATCH and nothing is stored', async (_title, value) => {
      const answer = await suite.current.unchangedBy(() => send({ [field]: value }))
      expectError(answer, 'files', 400, 'DIGEST_MISMATCH')
    })

    test.each([
      ['an unknown algorithm', 'md5=:AAAA:'],
      ['a retired algorithm', 'sha=:AAAA:'],
    ])('of %s alone is 400 UNSUPPORTED_DIGEST', async (_title, value) => {
      const answer = await suite.current.unchangedBy(() => send({ [field]: value }))
      expectError(answer, 'files', 400, 'UNSUPPORTED_DIGEST')
    })

    test.each([
      ['not a byte sequence', 'sha-256=abc'],
      ['a digest that is too short', 'sha-256=:AAAA:'],
      ['hexadecimal', `sha-256=:${createHash('sha256').update(body).digest('hex')}:`],
      ['nonsense', ',,;='],
    ])('that is %s is 400 and nothing is stored', async (_title, value) => {
      const answer = await suite.current.unchangedBy(() => send({ [field]: value }))
      expect(answer.status, answer.text).toBe(400)
    })
  })

  test('in both fields must match both times', async () => {
    const good = await send({
      'Content-Digest': digest('sha-256'),
      'Repr-Digest': digest('sha-512'),
    })
    expect(good.status).toBe(entry.success)
    const bad = await suite.current.unchangedBy(() =>
      send({ 'Content-Digest': digest('sha-256'), 'Repr-Digest': digest('sha-512', 'other') })
    )
    expectError(bad, 'files', 400, 'DIGEST_MISMATCH')
  })
})

describe('the Repr-Digest of a download', () => {
  test('can be sent back as it is', async () => {
    const { client } = suite.current
    const { file_id } = await upload(client, { content: body })
    const value = (await client.get(`/files/${file_id}`)).get('repr-digest') ?? ''
    const answer = await client.request('POST', '/files/upload', {
      headers: { 'Content-Type': 'image/png', 'Repr-Digest': value },
      body,
    })
    expect(answer.status).toBe(201)
  })
})
