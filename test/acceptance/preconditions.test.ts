import { beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { expectError, metadataOf, upload } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { Changed } from '../support/wire.js'

const suite = useServer()
let id = ''
let etag = ''
type Headers = Readonly<Record<string, string>>

beforeEach(async () => {
  const { client } = suite.current
  id = (await upload(client, { content: 'first' })).file_id
  etag = (await client.head(`/files/${id}`)).get('etag') ?? ''
})

/** Every way to change a file. */
const changes: readonly (readonly [
  string,
  (headers: Headers, path?: string) => Promise<Answer>,
])[] = [
  [
    'PUT of raw bytes',
    (headers, path = `/files/${id}`) =>
      suite.current.client.request('PUT', path, {
        headers: { 'Content-Type': 'image/png', ...headers },
        body: 'second',
      }),
  ],
  [
    'PUT of bytes to /content',
    (headers, path = `/files/${id}`) =>
      suite.current.client.request('PUT', `${path}/content`, {
        headers: { 'Content-Type': 'image/png', ...headers },
        body: 'second',
      }),
  ],
  [
    'PUT of a form with a file',
    (headers, path = `/files/${id}`) =>
      suite.current.client.sendForm('PUT', path, [filePart('second')], headers),
  ],
  [
    'PUT of a form without a file',
    (headers, path = `/files/${id}`) =>
      suite.current.client.sendForm('PUT', path, [textPart('file_name', 'b.txt')], headers),
  ],
  [
    'PUT of JSON',
    (headers, path = `/files/${id}`) =>
      suite.current.client.request('PUT', path, {
        headers: { 'Content-Type': 'application/json', ...headers },
        body: '{"file_name":"b.txt"}',
      }),
  ],
  ['DELETE', (headers, path = `/files/${id}`) => suite.current.client.delete(path, headers)],
]

describe.each(changes)('%s', (title, change) => {
  test.each([
    ['the tag', () => etag],
    ['a list that holds it', () => `"a", ${etag}`],
    ['*', () => '*'],
  ])('happens with If-Match: %s', async (_title, value) => {
    const answer = await change({ 'If-Match': value() })
    expect(answer.status, answer.text).toBe(200)
  })

  test.each([
    ['another tag', () => '"other"'],
    ['the weak tag', () => `W/${etag}`],
    ['the tag without quotes', () => etag.slice(1, -1)],
    ['the tag of another revision', () => etag.replace(/\.1"$/, '.2"')],
  ])('is 412 with If-Match: %s, and changes nothing', async (_title, value) => {
    const answer = await suite.current.unchangedBy(() => change({ 'If-Match': value() }))
    expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
  })

  test('is 412 with the tag from before another change', async () => {
    await suite.current.client.sendJson('PUT', `/files/${id}`, { file_name: 'between.txt' })
    const answer = await suite.current.unchangedBy(() => change({ 'If-Match': etag }))
    expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
  })

  test('happens with the tag from before a download: a count is no change', async () => {
    await suite.current.client.get(`/files/${id}`)
    expect((await change({ 'If-Match': etag })).status).toBe(200)
  })

  test('is 404 on a missing file, whatever the conditions', async () => {
    for (const headers of [{ 'If-Match': '*' }, { 'If-Match': '"x"' }, { 'If-None-Match': '*' }]) {
      expectError(await change(headers, '/files/nothing'), 'files', 404, 'FILE_NOT_FOUND')
    }
  })

  test('happens without a condition: the last write wins', async () => {
    await suite.current.client.sendJson('PUT', `/files/${id}`, { file_name: 'between.txt' })
    expect((await change({})).status).toBe(200)
  })

  if (title !== 'DELETE') {
    test('is 412 with If-None-Match: *, since the file is there', async () => {
      const answer = await suite.current.unchangedBy(() => change({ 'If-None-Match': '*' }))
      expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
    })

    test('answers the new ETag, which the next change can use', async () => {
      const first = await change({ 'If-Match': etag })
      const second = await change({ 'If-Match': first.get('etag') ?? '' })
      expect(second.status).toBe(200)
      expect(second.json<Changed>().file.revision).toBe(3)
    })
  }
})

describe('50 PUTs at once with one If-Match', () => {
  test.each(changes.filter(([title]) => title !== 'DELETE'))(
    'are exactly one 200 and 49 412: %s',
    async (_title, change) => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => change({ 'If-Match': etag }))
      )
      const statuses = answers.map((answer) => answer.status).sort()
      expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 412)])
      expect((await metadataOf(suite.current.client, id)).revision).toBe(2)
      expect(await suite.current.temporaryFiles()).toEqual([])
    }
  )

  test('are decided at the commit, when all bodies are already under way', async () => {
    const { client } = suite.current
    const connections = await Promise.all(Array.from({ length: 50 }, () => client.open()))
    for (const connection of connections) {
      await connection.send(
        requestHead('PUT', `/files/${id}/content`, {
          Host: client.host,
          'Content-Type': 'image/png',
          'Content-Length': '6',
          'If-Match': etag,
          Expect: '100-continue',
        })
      )
      expect(await connection.status()).toBe(100)
    }
    await Promise.all(connections.map((connection, i) => connection.send(`body${10 + i}`)))
    const answers = await Promise.all(connections.map((connection) => connection.answer('PUT')))
    for (const connection of connections) connection.close()
    const winners = answers.filter((answer) => answer.status === 200)
    expect(winners).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 412)).toHaveLength(49)
    const kept = await metadataOf(client, id)
    expect(winners[0]?.json<Changed>().file).toEqual(kept)
    const live = (await suite.current.list()).length
    await expect.poll(async () => (await suite.current.contentFiles()).length).toBe(live)
    expect(await suite.current.temporaryFiles()).toEqual([])
  })
})

describe('50 PUTs at once with If-None-Match: *', () => {
  test('are 412 each: PUT never creates', async () => {
    const [, change] = changes[0] ?? []
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => change?.({ 'If-None-Match': '*' }))
    )
    expect(answers.map((answer) => answer?.status)).toEqual(Array(50).fill(412))
  })
})
