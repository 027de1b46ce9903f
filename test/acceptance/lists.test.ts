import { beforeAll, describe, expect, test } from 'vitest'
import { expectError, metadataOf, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import type { FileView, ShareView } from '../support/wire.js'

const suite = useServer()
const files: FileView[] = []

/** Two of the same name and size each, so that ties have to be broken. */
const samples = [
  { name: 'Banana.txt', content: 'bb', type: 'text/plain' },
  { name: 'apple.png', content: 'a', type: 'image/png' },
  { name: 'cherry.PNG', content: 'cccc', type: 'image/png' },
  { name: 'apple.png', content: 'aa', type: 'image/png' },
  { name: 'date 100%.jpg', content: 'dddddd', type: 'image/jpeg' },
  { name: 'egg_yolk.html', content: 'eeeee', type: 'text/html' },
  { name: 'Ärger.txt', content: 'f', type: 'text/plain' },
  { name: 'grape(1).svg', content: 'ggg', type: 'image/svg+xml' },
]

beforeAll(async () => {
  const { client } = suite.current
  const ids: string[] = []
  for (const sample of samples) ids.push(await uploadBy(client, 'files', sample))
  for (const index of [2, 2, 4]) await client.get(`/files/${ids[index]}`)
  for (const id of ids) files.push(await metadataOf(client, id))
})

const names = async (query: string) =>
  (await suite.current.client.get(`/files${query}`))
    .json<FileView[]>()
    .map((file) => file.file_name)

const sorted = (compare: (a: FileView, b: FileView) => number) =>
  [...files]
    .sort((a, b) => compare(a, b) || (a.file_id < b.file_id ? -1 : 1))
    .map((file) => file.file_id)
const ids = async (query: string) =>
  (await suite.current.client.get(`/files${query}`)).json<FileView[]>().map((file) => file.file_id)

describe('GET /files', () => {
  test('lists every file with all its members, newest first', async () => {
    const answer = await suite.current.client.get('/files')
    expect([answer.status, answer.type]).toEqual([200, 'application/json'])
    expect(answer.json()).toEqual([...files].reverse())
    expect(answer.get('link')).toBeUndefined()
  })

  test.each([
    ['created', (a: FileView, b: FileView) => Date.parse(a.created_at) - Date.parse(b.created_at)],
    ['size', (a: FileView, b: FileView) => a.file_size - b.file_size],
    ['downloads', (a: FileView, b: FileView) => a.download_count - b.download_count],
  ])('sorts by %s in both orders, ties by id', async (sort, compare) => {
    const ascending = sorted(compare)
    expect(await ids(`?sort=${sort}&order=asc`)).toEqual(ascending)
    expect(await ids(`?sort=${sort}&order=desc`)).toEqual([...ascending].reverse())
  })

  test('sorts by name without regard to case, ties by id', async () => {
    const twins = files.filter((file) => file.file_name === 'apple.png').map((file) => file.file_id)
    const ascending = await ids('?sort=name&order=asc')
    const place = (name: string) =>
      ascending.indexOf(files.find((f) => f.file_name === name)?.file_id ?? '')
    expect(ascending.slice(0, 2)).toEqual([...twins].sort())
    expect(place('Banana.txt')).toBe(2)
    expect(place('cherry.PNG')).toBe(3)
    expect(await ids('?sort=name&order=desc')).toEqual([...ascending].reverse())
  })

  test('is by creation and newest first where only one of sort and order is given', async () => {
    expect(await ids('?sort=created')).toEqual([...files].reverse().map((file) => file.file_id))
    expect(await ids('?order=asc')).toEqual(files.map((file) => file.file_id))
  })

  test.each([
    ['apple', ['apple.png', 'apple.png']],
    ['APPLE', ['apple.png', 'apple.png']],
    ['.png', ['apple.png', 'cherry.PNG', 'apple.png']],
    ['ä', ['Ärger.txt']],
    ['100%', ['date 100%.jpg']],
    ['_', ['egg_yolk.html']],
    ['(1)', ['grape(1).svg']],
    ['.*', []],
    ['(a+)+$', []],
    ['$where', []],
    ['nothing like it', []],
  ])('filters by the literal part %j of a name, whatever its case', async (part, expected) => {
    expect(await names(`?order=asc&name=${encodeURIComponent(part)}`)).toEqual(expected)
  })

  test.each([
    ['image/png', ['apple.png', 'cherry.PNG', 'apple.png']],
    ['image/*', ['apple.png', 'cherry.PNG', 'apple.png', 'date 100%.jpg', 'grape(1).svg']],
    ['text/plain', ['Banana.txt', 'Ärger.txt']],
    ['image/svg+xml', ['grape(1).svg']],
    ['IMAGE/PNG', ['apple.png', 'cherry.PNG', 'apple.png']],
    ['video/*', []],
  ])('filters by the type %s', async (type, expected) => {
    expect(await names(`?order=asc&type=${encodeURIComponent(type)}`)).toEqual(expected)
  })

  test('applies both filters, order and limit together', async () => {
    const answer = await suite.current.client.get(
      '/files?name=apple&type=image/*&sort=size&order=desc&limit=1'
    )
    expect(answer.json<FileView[]>().map((file) => file.file_size)).toEqual([2])
    expect(answer.get('link')).toMatch(/rel="next"/)
  })

  test('gives at most limit rows, and all without it', async () => {
    expect(await ids('?limit=3')).toHaveLength(3)
    expect(await ids('?limit=1000')).toHaveLength(samples.length)
    expect(await ids('')).toHaveLength(samples.length)
  })
})

describe('GET /file/metadata/', () => {
  test('lists the same files in the same order as an object', async () => {
    for (const query of ['', '?order=asc', '?limit=3', '?limit=3&order=asc']) {
      const answer = await suite.current.client.get(`/file/metadata/${query}`)
      expect(Object.keys(answer.json<Record<string, ShareView>>()), query).toEqual(await ids(query))
    }
  })

  test('does not know sort, name and type', async () => {
    for (const query of ['sort=name', 'name=a', 'type=image/png']) {
      const answer = await suite.current.client.get(`/file/metadata/?${query}`)
      expectError(answer, 'share', 400, 'INVALID_REQUEST')
    }
  })
})

describe('a list that is asked for wrongly', () => {
  const badLimits = [
    '0',
    '-1',
    '1001',
    '1e9',
    '1e2',
    '1.5',
    'abc',
    '',
    '0x10',
    '%201',
    '+5',
    '5%20',
    '%D9%A3',
  ]
  test.each(['/files', '/file/metadata/'])(
    'is 400 on %s for every limit that is not 1 to 1000',
    async (path) => {
      for (const limit of badLimits) {
        const answer = await suite.current.client.get(`${path}?limit=${limit}`)
        expect([answer.status, answer.type], limit).toEqual([400, 'application/problem+json'])
        expect(answer.json()).toMatchObject({ code: 'INVALID_REQUEST' })
      }
      for (const query of ['limit=1&limit=2', 'limit[]=1', 'limit[a]=1']) {
        expect((await suite.current.client.get(`${path}?${query}`)).status, query).toBe(400)
      }
    }
  )

  test.each(['/files', '/file/metadata/'])(
    'is 400 on %s for a cursor that is not ours',
    async (path) => {
      const page = await suite.current.client.get(`${path}?limit=2`)
      const next = /<([^>]+)>; rel="next"/.exec(page.get('link') ?? '')?.[1] ?? ''
      const cursor = new URL(next, 'http://localhost').searchParams.get('cursor') ?? ''
      expect(cursor).not.toBe('')
      const bad = [
        '',
        'x',
        'null',
        '%00',
        cursor.slice(1),
        cursor.slice(0, -2),
        `${cursor}x`,
        '9'.repeat(5000),
      ]
      for (const value of bad) {
        const answer = await suite.current.client.get(`${path}?limit=2&cursor=${value}`)
        expect([answer.status, answer.type], value).toEqual([400, 'application/problem+json'])
      }
    }
  )

  test('is 400 for a cursor that belongs to another order', async () => {
    const page = await suite.current.client.get('/files?limit=2&sort=name')
    const next = /<([^>]+)>; rel="next"/.exec(page.get('link') ?? '')?.[1] ?? ''
    const cursor = new URL(next, 'http://localhost').searchParams.get('cursor') ?? ''
    const answer = await suite.current.client.get(`/files?limit=2&sort=size&cursor=${cursor}`)
    expect(answer.status).toBe(400)
  })

  test.each([
    'sort=__proto__',
    'sort=constructor',
    'sort=',
    'sort=file_name',
    'sort=created&sort=name',
    'order=up',
    'order=',
    'order=DESC',
    'unknown=1',
    '__proto__[x]=1',
    'constructor=1',
    'name[$gt]=',
    'toString=x',
    'page=1',
  ])('is 400 for ?%s', async (query) => {
    const answer = await suite.current.client.get(`/files?${query}`)
    expectError(answer, 'files', 400, 'INVALID_REQUEST')
  })

  test('is 400 or 414 for 2 000 query members', async () => {
    const query = Array.from({ length: 2000 }, (_, i) => `a${i}=1`).join('&')
    expect([400, 414, 431]).toContain((await suite.current.client.get(`/files?${query}`)).status)
  })
})
