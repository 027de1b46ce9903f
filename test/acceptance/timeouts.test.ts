import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, formEntries, metadataOf, rawEntries, upload } from '../support/doors.js'
import type { LogLine } from '../support/server.js'
import { ownServer, useServer } from '../support/suite.js'

const direct = { direct: 'nginx has the connections of clients' }
const suite = useServer(
  {
    BODY_IDLE_TIMEOUT: '250ms',
    HEADERS_TIMEOUT: '400ms',
    KEEP_ALIVE_TIMEOUT: '300ms',
  },
  {},
  direct
)
let id = ''

beforeAll(async () => {
  id = (await upload(suite.current.client, { content: 'untouched' })).file_id
})

const entries = [
  ...formEntries.map((entry) => ({ ...entry, type: 'multipart/form-data; boundary=b' })),
  ...rawEntries.map((entry) => ({ ...entry, type: 'image/png' })),
  {
    ...rawEntries[1],
    title: 'PUT /files/{id} of JSON',
    door: 'files' as const,
    method: 'PUT' as const,
    type: 'application/json',
    path: (file: string) => `/files/${file}`,
  },
]

describe.each(entries)('a body that stops coming at $title as $type', (entry) => {
  test.each([
    ['at once', ''],
    [
      'in the middle',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
    ],
  ])('%s is 408 and leaves nothing', async (_title, sent) => {
    const { client } = suite.current
    await suite.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(
        requestHead(entry.method, entry.path(id), {
          Host: client.host,
          'Content-Type': entry.type,
          'Content-Length': '1000',
        })
      )
      if (sent !== '') await connection.send(sent)
      const answer = await connection.answer(entry.method)
      client.check(entry.method, entry.path(id), answer)
      expectError(answer, entry.door, 408, 'REQUEST_TIMEOUT')
      expect(answer.get('connection')).toBe('close')
      connection.close()
    })
  })
})

describe('timeouts', () => {
  test('end the connection of a body that stopped coming', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      requestHead('POST', '/files/upload', {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': '1000',
      })
    )
    expect((await connection.answer('POST')).status).toBe(408)
    expect(await connection.rest()).toHaveLength(0)
  })

  test('do not hit a body that comes slowly but steadily', async () => {
    const { client } = suite.current
    const connection = await client.open()
    await connection.send(
      requestHead('POST', '/files/upload?name=slow', {
        Host: client.host,
        'Content-Type': 'image/png',
        'Content-Length': '10',
      })
    )
    for (let i = 0; i < 10; i++) {
      // The pace of a slow client, which is what is tested here.
      await pause(60)
      await connection.send('x')
    }
    const answer = await connection.answer('POST')
    connection.close()
    expect(answer.status, answer.text).toBe(201)
  })

  test('end a connection whose request head does not come to its end', async () => {
    const connection = await suite.current.client.open()
    await connection.send('GET /files HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const answer = await connection.answer().catch(() => undefined)
    if (answer) expect(answer.status).toBe(408)
    await connection.rest().catch(() => undefined)
    connection.close()
  })

  test('end an idle connection after KEEP_ALIVE_TIMEOUT, but not before', async () => {
    const { client } = suite.current
    const connection = await client.open()
    for (let i = 0; i < 2; i++) {
      await connection.send(requestHead('GET', '/livez', { Host: client.host }))
      expect((await connection.answer()).status).toBe(200)
    }
    const started = performance.now()
    expect(await connection.rest()).toHaveLength(0)
    expect(performance.now() - started).toBeGreaterThan(200)
    connection.close()
  })

  test('leave other requests alone while many uploads stall', async () => {
    const { client } = suite.current
    const stalled = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const connection = await client.open()
        await connection.send(
          requestHead('POST', '/files/upload', {
            Host: client.host,
            'Content-Type': 'image/png',
            'Content-Length': '100',
          })
        )
        return connection
      })
    )
    const started = performance.now()
    expect((await client.get('/livez')).status).toBe(200)
    expect(performance.now() - started).toBeLessThan(500)
    for (const connection of stalled) {
      expect((await connection.answer('POST')).status).toBe(408)
      connection.close()
    }
    await expect.poll(() => suite.current.temporaryFiles()).toEqual([])
  })
})

describe('WRITE_IDLE_TIMEOUT', () => {
  test('ends a download whose client takes nothing, uncounted, but not one that is read slowly', async () => {
    const { client, server } = await ownServer({ WRITE_IDLE_TIMEOUT: '300ms' }, {}, direct)
    const size = 24 * 1024 * 1024
    const { file_id } = await upload(client, { content: Buffer.alloc(size), name: 'w.bin' })
    const begin = async () => {
      const connection = await client.open()
      await connection.send(requestHead('GET', `/files/${file_id}`, { Host: client.host }))
      await connection.head()
      return connection
    }
    const stalled = await begin()
    const slow = await begin()
    for (let i = 0; i < 8; i++) {
      // The pace of a slow client, which is what is tested here.
      await pause(80)
      expect(await slow.take(size / 8)).toHaveLength(size / 8)
    }
    const isCut = (line: LogLine) =>
      line.msg === 'request' && line.operation === 'filesDownload' && line.aborted === true
    expect(Number((await server.logLine(isCut)).bytes)).toBeLessThan(size)
    expect(await stalled.take(size).catch(() => 'broken')).toBe('broken')
    expect((await metadataOf(client, file_id)).download_count).toBe(1)
  })
})

describe('a body that comes byte by byte', () => {
  const slow = useServer({ MIN_BODY_RATE: '10KiB', MIN_BODY_RATE_WINDOW: '300ms' }, {}, direct)
  let slowId = ''

  beforeAll(async () => {
    slowId = (await upload(slow.current.client, { content: 'untouched' })).file_id
  })

  test.each(entries)('is 408 at $title as $type, and leaves nothing', async (entry) => {
    const { client } = slow.current
    await slow.current.unchangedBy(async () => {
      const connection = await client.open()
      await connection.send(
        requestHead(entry.method, entry.path(slowId), {
          Host: client.host,
          'Content-Type': entry.type,
          'Content-Length': '50000',
        })
      )
      const trickle = setInterval(() => void connection.send('x'), 10)
      try {
        const answer = await connection.answer(entry.method)
        expectError(answer, entry.door, 408, 'REQUEST_TIMEOUT')
      } finally {
        clearInterval(trickle)
        connection.close()
      }
    })
  })
})
