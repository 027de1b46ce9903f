import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, upload } from '../support/doors.js'
import { bodyLength, type Refusal, refusalLimit, refusals } from '../support/refusals.js'
import { useServer } from '../support/suite.js'

const mebibyte = 1024 * 1024
const suite = useServer(
  { MAX_FILE_SIZE: String(refusalLimit) },
  {},
  { direct: 'nginx drops the rest of a refused body in its own time' }
)
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

/** The head of a request for the case that announces its body. */
const headOf = (refusal: Refusal) =>
  requestHead(refusal.method, refusal.path(id), {
    Host: suite.current.client.host,
    ...refusal.headers,
    'Content-Length': String(bodyLength(refusal)),
  })

describe.each(refusals)('the refusal of $title', (refusal) => {
  const { door, status, code } = refusal

  test('is answered whole before the body, and the connection is closed after it', async () => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(headOf(refusal))
      const answer = await connection.answer(refusal.method)
      client.check(refusal.method, refusal.path(id), answer)
      expectError(answer, door, status, code)
      expect(answer.get('content-length')).toBe(String(answer.body.length))
      expect(answer.get('connection')).toBe('close')
      connection.close()
    })
  })

  test('can be read by a client that sends all its body first: no reset', async () => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(headOf(refusal))
      expect(await connection.send(Buffer.alloc(bodyLength(refusal)))).toBe(true)
      const answer = await connection.answer(refusal.method)
      expectError(answer, door, status, code)
      expect(await connection.rest()).toHaveLength(0)
      connection.close()
    })
  })
})

describe('after an early refusal', () => {
  const tooLong = () =>
    requestHead('POST', '/files/upload', {
      Host: suite.current.client.host,
      'Content-Type': 'image/png',
      'Content-Length': String(1024 * mebibyte),
    })

  test('a client that sends on without end is cut off after a few MiB more', async () => {
    const connection = await suite.current.client.open()
    await connection.send(tooLong())
    const chunk = Buffer.alloc(mebibyte)
    let sent = 0
    while (sent < 200 && (await connection.send(chunk))) sent++
    connection.close()
    // 4 MiB by the server, the rest in the buffers of two sockets.
    expect(sent).toBeLessThan(40)
  })

  test('a client that sends nothing more is cut off after about two seconds', async () => {
    const connection = await suite.current.client.open()
    const started = performance.now()
    await connection.send(tooLong())
    expect((await connection.answer('POST')).status).toBe(413)
    await connection.rest()
    expect(performance.now() - started).toBeLessThan(4000)
    connection.close()
  })

  test('a client that has closed its side is let go, while one that may yet send is waited for', async () => {
    const begin = async () => {
      const connection = await suite.current.client.open()
      await connection.send(tooLong())
      expect((await connection.answer('POST')).status).toBe(413)
      return connection
    }
    const waiting = await begin()
    const closed = await begin()
    closed.halfClose()
    const first = await Promise.race([
      waiting.rest().then(() => 'the one that may yet send'),
      closed.rest().then(() => 'the one that has closed its side'),
    ])
    expect(first).toBe('the one that has closed its side')
    for (const connection of [waiting, closed]) connection.close()
  })

  test('fetch reads the 413 every time', async () => {
    const url = `http://${suite.current.client.host}/files/upload`
    for (let round = 0; round < 10; round++) {
      const response = await fetch(url, { method: 'POST', body: Buffer.alloc(20 * mebibyte) })
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ code: 'FILE_TOO_LARGE' })
    }
  })
})
