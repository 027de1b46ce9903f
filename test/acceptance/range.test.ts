import { beforeAll, describe, expect, test } from 'vitest'
import { uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
const content = '0123456789'
let doors: readonly string[] = []

beforeAll(async () => {
  const id = await uploadBy(suite.current.client, 'form', { content, name: 'ten.txt' })
  doors = [`/files/${id}`, `/file/download/${id}`, '/uploads/ten.txt']
})

/** Each case at each address of the bytes: one implementation serves them all. */
const atEveryDoor = async (check: (path: string) => Promise<void>) => {
  for (const path of doors) await check(path)
}

describe('Range', () => {
  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=0-1', '01', 'bytes 0-1/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=0-', content, 'bytes 0-9/10'],
    ['bytes=9-', '9', 'bytes 9-9/10'],
    ['bytes=0-9', content, 'bytes 0-9/10'],
    ['bytes=-1', '9', 'bytes 9-9/10'],
    ['bytes=-10', content, 'bytes 0-9/10'],
    ['bytes=-11', content, 'bytes 0-9/10'],
    ['bytes=5-1000000000', '56789', 'bytes 5-9/10'],
    ['bytes=5-99999999999999999999', '56789', 'bytes 5-9/10'],
    ['bytes=5-9007199254740993', '56789', 'bytes 5-9/10'],
    ['bytes=-99999999999999999999', content, 'bytes 0-9/10'],
    ['Bytes=0-0', '0', 'bytes 0-0/10'],
  ])('%s is 206 with exactly %j', (range, bytes, contentRange) =>
    atEveryDoor(async (path) => {
      const answer = await suite.current.client.get(path, { Range: range })
      expect([answer.status, answer.text, answer.get('content-range')], path).toEqual([
        206,
        bytes,
        contentRange,
      ])
      expect(answer.get('content-length')).toBe(String(bytes.length))
    })
  )

  test('206 carries the headers of the whole file', async () => {
    const whole = await suite.current.client.get(doors[0] ?? '')
    const part = await suite.current.client.get(doors[0] ?? '', { Range: 'bytes=1-2' })
    const kept = [
      'content-type',
      'content-disposition',
      'etag',
      'last-modified',
      'accept-ranges',
      'repr-digest',
      'cache-control',
      'x-content-type-options',
      'content-security-policy',
      'cross-origin-resource-policy',
    ]
    for (const name of kept) expect(part.get(name), name).toBe(whole.get(name))
  })

  // zipline sent the whole file with 416, transfer.sh 200; dufs issue 690 was an underflow here.
  test.each([
    'bytes=10-',
    'bytes=11-',
    'bytes=10-20',
    'bytes=-0',
    'bytes=99999999999999999999-',
    'bytes=9007199254740993-',
  ])('%s is 416 that says how long the file is', (range) =>
    atEveryDoor(async (path) => {
      const answer = await suite.current.client.get(path, { Range: range })
      expect([answer.status, answer.get('content-range')], path).toEqual([416, 'bytes */10'])
      expect(answer.json()).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE', status: 416 })
    })
  )

  test.each([
    'bytes=5-2',
    'bytes=a-b',
    'bytes=',
    'bytes',
    'bytes=-',
    'bytes=--1',
    'bytes=1',
    'bytes=0x1-0x2',
    'bytes= 0 - 1',
    'bytes=+1-2',
    'bytes=1.5-2',
    'items=0-1',
    '=0-1',
    'bytes:0-1',
    'bytes=0-1-2',
  ])('%s is malformed or of an unknown unit, so it is 200 and whole', (range) =>
    atEveryDoor(async (path) => {
      const answer = await suite.current.client.get(path, { Range: range })
      expect([answer.status, answer.text], path).toEqual([200, content])
      expect(answer.get('content-range')).toBeUndefined()
    })
  )

  test.each([
    ['two', 'bytes=0-1,3-4'],
    ['two with blanks', 'bytes=0-1, -1'],
    ['the same twice', 'bytes=0-0,0-0'],
    ['one satisfiable and one not', 'bytes=0-1,50-60'],
    ['1 000 tiny', `bytes=${Array.from({ length: 1000 }, () => '0-0').join(',')}`],
    // Starlette CVE-2025-62727: quadratic time in the length of the header.
    ['3 000 overlapping', `bytes=${Array.from({ length: 3000 }, (_, i) => `${i % 9}-`).join(',')}`],
  ])('%s ranges are 200 and whole', (_title, range) =>
    atEveryDoor(async (path) => {
      const started = performance.now()
      const answer = await suite.current.client.get(path, { Range: range })
      expect([answer.status, answer.text], path).toEqual([200, content])
      expect(performance.now() - started).toBeLessThan(1000)
    })
  )

  test('two Range fields are 200 and whole', async () => {
    const connection = await suite.current.client.open()
    await connection.send(
      `GET ${doors[0]} HTTP/1.1\r\nHost: ${suite.current.client.host}\r\n` +
        'Range: bytes=0-0\r\nRange: bytes=1-1\r\n\r\n'
    )
    const answer = await connection.answer()
    connection.close()
    expect([answer.status, answer.text]).toEqual([200, content])
  })

  test('on an empty file is 416 for every range that asks for a first byte', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: '', name: 'empty.txt' })
    for (const range of ['bytes=0-', 'bytes=0-0', 'bytes=-0']) {
      const answer = await client.get(`/files/${id}`, { Range: range })
      expect([answer.status, answer.get('content-range')], range).toEqual([416, 'bytes */0'])
    }
    // The last 5 bytes of nothing are nothing, which no Content-Range can say.
    for (const range of ['bytes=-5', 'bytes=5-2']) {
      expect((await client.get(`/files/${id}`, { Range: range })).status, range).toBe(200)
    }
  })

  test('assembles a file from parallel ranges', async () => {
    const { client } = suite.current
    const large = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251))
    const id = await uploadBy(client, 'files', { content: large, name: 'large.bin' })
    const parts = Array.from({ length: 50 }, (_, i) =>
      client.get(`/files/${id}`, { Range: `bytes=${i * 2000}-${i * 2000 + 1999}` })
    )
    const bodies = (await Promise.all(parts)).map((answer) => answer.body)
    expect(Buffer.concat(bodies).equals(large)).toBe(true)
  })
})

describe('If-Range', () => {
  const ranged = async (path: string, condition: string) => {
    const answer = await suite.current.client.get(path, {
      Range: 'bytes=0-1',
      'If-Range': condition,
    })
    return [answer.status, answer.text]
  }

  test('with the strong ETag of the file gives the range', () =>
    atEveryDoor(async (path) => {
      const etag = (await suite.current.client.head(path)).get('etag') ?? ''
      expect(await ranged(path, etag)).toEqual([206, '01'])
    }))

  test('with a weak, another, malformed or old ETag gives the whole file', () =>
    atEveryDoor(async (path) => {
      const etag = (await suite.current.client.head(path)).get('etag') ?? ''
      const old = `${etag.slice(0, -2)}9"`
      for (const condition of [`W/${etag}`, '"other"', 'unquoted', old, `${etag}, ${etag}`, '*']) {
        expect(await ranged(path, condition), condition).toEqual([200, content])
      }
    }))

  test('with the exact date gives the range, with any other date the whole file', () =>
    atEveryDoor(async (path) => {
      const date = (await suite.current.client.head(path)).get('last-modified') ?? ''
      const shifted = (ms: number) => new Date(Date.parse(date) + ms).toUTCString()
      // A date is a strong validator once it is a second old (RFC 9110 section 8.8.2.2).
      await expect.poll(() => ranged(path, date), { timeout: 4000 }).toEqual([206, '01'])
      expect(await ranged(path, shifted(1000))).toEqual([200, content])
      expect(await ranged(path, shifted(-1000))).toEqual([200, content])
      expect(await ranged(path, 'yesterday')).toEqual([200, content])
    }))

  test('with a date in which the file changed twice gives the whole file: two versions share it', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content })
    const replace = async (body: string) => {
      const headers = { 'Content-Type': 'text/plain' }
      await client.request('PUT', `/files/${id}/content`, { headers, body })
      return (await client.head(`/files/${id}`)).get('last-modified')
    }
    for (;;) {
      const first = await replace('first version')
      const second = await replace('second one')
      const headers = { Range: 'bytes=6-', 'If-Range': first ?? '' }
      const answer = await client.get(`/files/${id}`, headers)
      // Where the clock went on meanwhile, once more.
      if (first !== second || answer.get('date') !== first) continue
      expect([answer.status, answer.text]).toEqual([200, 'second one'])
      break
    }
  })

  test('lets a resumed download notice that the file was replaced', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: 'first version' })
    const etag = (await client.head(`/files/${id}`)).get('etag') ?? ''
    await client.request('PUT', `/files/${id}/content`, {
      headers: { 'Content-Type': 'text/plain' },
      body: 'other content',
    })
    const answer = await client.get(`/files/${id}`, { Range: 'bytes=6-', 'If-Range': etag })
    expect([answer.status, answer.text]).toEqual([200, 'other content'])
  })

  test('does nothing without a Range', async () => {
    const answer = await suite.current.client.get(doors[0] ?? '', { 'If-Range': '"other"' })
    expect([answer.status, answer.text]).toEqual([200, content])
  })
})
