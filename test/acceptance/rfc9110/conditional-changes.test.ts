import { beforeEach, describe, expect, test } from 'vitest'
import { type Change, change, changes, replacements } from '../../support/changes.js'
import { requestHead } from '../../support/client.js'
import { expectError, metadataOf } from '../../support/doors.js'
import { type Published, publish } from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'
import type { Changed } from '../../support/wire.js'
import { fieldsOf, firstSteps, nextSteps, outcome } from './truth-table.js'

const suite = useServer()
let file: Published
const fresh = async () => {
  file = await publish(suite.current.client, { content: 'first', name: 'a.txt' })
}

type Headers = Readonly<Record<string, string>>
const send = (how: Change, headers: Headers) => change(suite.current.client, how, file.id, headers)
const renameBetween = () =>
  suite.current.client.sendJson('PUT', `/files/${file.id}`, { file_name: 'between.txt' })

beforeEach(fresh)

describe.each(changes)('conditions on $title, RFC 9110', (how) => {
  test.each([
    ['the tag', () => file.etag],
    ['a list with it', () => `"a", ${file.etag}`],
    ['any', () => '*'],
  ])('section 13.1.1: If-Match of %s lets it happen', async (_title, value) => {
    const answer = await send(how, { 'If-Match': value() })
    expect(answer.status, answer.text).toBe(200)
  })

  test.each([
    ['another tag', () => '"other"'],
    ['the weak tag', () => `W/${file.etag}`],
    ['the tag without quotes', () => file.etag.slice(1, -1)],
    ['the tag of another revision', () => file.etag.replace(/\.1"$/, '.2"')],
    ['nothing', () => ''],
  ])('section 13.1.1: If-Match of %s is 412, and nothing changes', async (_title, value) => {
    const answer = await suite.current.unchangedBy(() => send(how, { 'If-Match': value() }))
    expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
  })

  test('section 13.1.1: If-Match of the tag from before another change is 412', async () => {
    await renameBetween()
    const answer = await suite.current.unchangedBy(() => send(how, { 'If-Match': file.etag }))
    expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
  })

  test('section 13.1.1: If-Match of the tag from before a download holds: a count is no change', async () => {
    await suite.current.client.get(`/files/${file.id}`)
    expect((await send(how, { 'If-Match': file.etag })).status).toBe(200)
  })

  test('section 13.1.2: If-None-Match is 412 with any tag and with that of the file, but not with others', async () => {
    for (const value of ['*', file.etag, `W/${file.etag}`, `"x", ${file.etag}`]) {
      const headers = { 'If-None-Match': value }
      const answer = await suite.current.unchangedBy(() => send(how, headers))
      expectError(answer, 'files', 412, 'PRECONDITION_FAILED')
    }
    expect((await send(how, { 'If-None-Match': '"x", "y"' })).status).toBe(200)
  })

  test('without a condition happens whatever came before: the last write wins', async () => {
    await renameBetween()
    expect((await send(how, {})).status).toBe(200)
  })

  test.each(firstSteps)(
    'section 13.2.2 with If-Match $ifMatch, If-Unmodified-Since $ifUnmodifiedSince',
    async (first) => {
      for (const next of nextSteps) {
        const conditions = { ...first, ...next }
        const before = await metadataOf(suite.current.client, file.id)
        const expected = outcome(conditions, false)
        const answer = await send(how, fieldsOf(conditions, file))
        const status = expected === 'perform' ? 200 : expected
        expect(answer.status, JSON.stringify(conditions)).toBe(status)
        if (expected === 'perform') await fresh()
        else expect(await metadataOf(suite.current.client, file.id)).toEqual(before)
      }
    }
  )

  test('section 13.2.1: conditions count for nothing where there is no file', async () => {
    for (const headers of [{ 'If-Match': '*' }, { 'If-Match': '"x"' }, { 'If-None-Match': '*' }]) {
      const answer = await change(suite.current.client, how, 'nothing', headers)
      expectError(answer, 'files', 404, 'FILE_NOT_FOUND')
    }
  })
})

describe.each(replacements)('conditions on $title, RFC 9110', (how) => {
  test('section 8.8.3: the answer has the new tag, which the next change can use', async () => {
    const first = await send(how, { 'If-Match': file.etag })
    const second = await send(how, { 'If-Match': first.get('etag') ?? '' })
    expect(second.status).toBe(200)
    expect(second.json<Changed>().file.revision).toBe(3)
  })

  test.each([
    ['a coding', { 'Content-Encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a part', { 'Content-Range': 'bytes 0-1/5' }, 400, 'INVALID_REQUEST'],
    ['more than may be', { 'Content-Length': String(2 ** 50) }, 413, 'FILE_TOO_LARGE'],
  ])(
    'section 13.2.1: what is wrong without conditions comes before them: %s',
    async (_title, headers, status, code) => {
      const answer = await suite.current.unchangedBy(() =>
        send(how, { ...headers, 'If-Match': '"other"' })
      )
      expectError(answer, 'files', status, code)
    }
  )
})

test('50 PUTs with one If-Match are decided at the commit, when all bodies are under way', async () => {
  const { client } = suite.current
  const connections = await Promise.all(Array.from({ length: 50 }, () => client.open()))
  for (const connection of connections) {
    await connection.send(
      requestHead('PUT', `/files/${file.id}/content`, {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': '6',
        'If-Match': file.etag,
        Expect: '100-continue',
      })
    )
    expect(await connection.status()).toBe(100)
  }
  await Promise.all(connections.map((connection, i) => connection.send(`body${10 + i}`)))
  const answers = await Promise.all(connections.map((connection) => connection.answer('PUT')))
  for (const connection of connections) connection.close()
  const winners = answers.filter(({ status }) => status === 200)
  expect(winners).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(49)
  expect(winners[0]?.json<Changed>().file).toEqual(await metadataOf(client, file.id))
  const live = (await suite.current.list()).length
  await expect.poll(async () => (await suite.current.contentFiles()).length).toBe(live)
  expect(await suite.current.temporaryFiles()).toEqual([])
})
