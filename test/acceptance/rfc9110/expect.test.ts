import { beforeAll, describe, expect, test } from 'vitest'
import { replacements } from '../../support/changes.js'
import { requestHead } from '../../support/client.js'
import { expectError, formEntries, rawEntries, upload } from '../../support/doors.js'
import { filePart, multipart } from '../../support/multipart.js'
import { bodyLength, refusalLimit, refusals } from '../../support/refusals.js'
import { useServer } from '../../support/suite.js'

const suite = useServer(
  { MAX_FILE_SIZE: String(refusalLimit) },
  {},
  { direct: 'nginx says itself who may go on' }
)
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client)).file_id
})

const form = multipart([filePart('hello')])

/** Every entry for a body with one that is welcome there. */
const entries = [
  ...formEntries.map((entry) => ({
    ...entry,
    title: `${entry.title} of a form`,
    headers: { 'Content-Type': form.contentType },
    body: form.body,
  })),
  ...rawEntries.map((entry) => ({
    ...entry,
    title: `${entry.title} of bytes`,
    headers: { 'Content-Type': 'image/png' },
    body: Buffer.from('hello'),
  })),
  ...replacements
    .filter(({ headers }) => headers['Content-Type'] === 'application/json')
    .map((json) => ({ ...json, body: json.body ?? Buffer.alloc(0), success: 200 as const })),
]

/** A request up to its body, which it announces and has not sent. */
async function announce(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  version = '1.1'
) {
  const connection = await suite.current.client.open()
  const head = requestHead(method, target, { Host: suite.current.client.host, ...headers })
  await connection.send(head.replace('HTTP/1.1', `HTTP/${version}`))
  return connection
}

describe.each(entries)('Expect on $title, RFC 9110 section 10.1.1', (entry) => {
  const length = { 'Content-Length': String(entry.body.length) }
  const begin = (expectation: string, version?: string) =>
    announce(
      entry.method,
      entry.path(id),
      { ...entry.headers, ...length, Expect: expectation },
      version
    )

  test.each(['100-continue', '100-Continue'])(
    '%s is met where the body is welcome',
    async (value) => {
      const connection = await begin(value)
      expect(await connection.status()).toBe(100)
      await connection.send(entry.body)
      const answer = await connection.answer(entry.method)
      expect([answer.status, answer.interim], answer.text).toEqual([entry.success, []])
    }
  )

  test('is met in chunks as well', async () => {
    const headers = { ...entry.headers, 'Transfer-Encoding': 'chunked', Expect: '100-continue' }
    const connection = await announce(entry.method, entry.path(id), headers)
    expect(await connection.status()).toBe(100)
    await connection.send(`${entry.body.length.toString(16)}\r\n`)
    await connection.send(entry.body)
    await connection.send('\r\n0\r\n\r\n')
    expect((await connection.answer(entry.method)).status).toBe(entry.success)
  })

  test.each(['100-continue', 'a miracle'])(
    '%s is not heard in HTTP/1.0, which has no interim answers',
    async (value) => {
      const connection = await begin(value, '1.0')
      await connection.send(entry.body)
      const answer = await connection.answer(entry.method)
      expect([answer.status, answer.interim], answer.text).toEqual([entry.success, []])
    }
  )

  test.each(['a miracle', '200-ok', '100-continue, a miracle', '100-continue; q=1'])(
    '%s is 417, whatever becomes of the body',
    async (value) => {
      const { client } = suite.current
      await suite.current.unchangedBy(async () => {
        const connection = await begin(value)
        const answer = await connection.answer(entry.method)
        expect(answer.interim).toEqual([])
        expectError(answer, 'files', 417, 'INVALID_REQUEST')
        expect(answer.get('connection')).toBe('close')
        await connection.send(entry.body)
        expect(await connection.rest()).toHaveLength(0)
        expect((await client.get('/livez')).status).toBe(200)
      })
    }
  )
})

describe.each(refusals)('Expect on $title, RFC 9110 section 10.1.1', (refusal) => {
  test('gets the final status in place of 100', async () => {
    const connection = await announce(refusal.method, refusal.path(id), {
      ...refusal.headers,
      'Content-Length': String(bodyLength(refusal)),
      Expect: '100-continue',
    })
    const answer = await connection.answer(refusal.method)
    expect(answer.interim).toEqual([])
    expectError(answer, refusal.door, refusal.status, refusal.code)
  })
})

describe('Expect without a body, RFC 9110 section 10.1.1', () => {
  test.each(['GET', 'HEAD'])('does not disturb %s', async (method) => {
    const connection = await announce(method, '/livez', { Expect: '100-continue' })
    const answer = await connection.answer(method)
    expect([answer.status, answer.interim]).toEqual([200, []])
  })
})
