import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { apiRequests } from '../support/api-requests.js'
import type { Client } from '../support/client.js'
import { expectError, upload } from '../support/doors.js'
import type { Changed, FileView } from '../support/wire.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const lists = ['/files', '/file/metadata/'] as const

const encode = encodeURIComponent
const words = (text: string) => text.split(' ')

/** Queries that each list refuses. */
const refused = (queries: readonly string[], paths: readonly string[] = lists): Input[] =>
  queries.flatMap((query) =>
    paths.map((path) => ({
      title: `GET ${path}?${query.slice(0, 80)}`,
      run: async ({ client }) => {
        const answer = await client.get(`${path}?${query}`)
        expectError(answer, 'files', 400, 'INVALID_REQUEST')
        expect((await client.head(`${path}?${query}`)).status).toBe(400)
      },
    }))
  )

/** A text that only a name which holds it can match, whatever it means elsewhere. */
const literal = (text: string): Input => ({
  title: `GET /files?name=${text}`,
  run: async ({ client, file }) => {
    const { file_id } = await upload(client)
    const { file: renamed } = (
      await client.sendJson('PUT', `/files/${file_id}`, { file_name: `x${text}y.txt` })
    ).json<Changed>()
    const ids = async (name: string) => {
      const answer = await client.get(`/files?name=${encode(name)}`)
      expect(answer.status, answer.text).toBe(200)
      return answer.json<FileView[]>().map((found) => found.file_id)
    }
    // Of a path only the last segment became a name.
    expect(await ids(text)).toEqual(renamed.file_name.includes(text) ? [file_id] : [])
    expect(await ids(`${text}${text}`)).toEqual([])
    expect(await ids('before')).toEqual([file.file_id])
    await client.delete(`/files/${file_id}`)
  },
})

const nextOf = (answer: Answer): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(answer.get('link') ?? '')?.[1]
const cursorOf = (answer: Answer): string =>
  new URL(nextOf(answer) ?? '', 'http://localhost').searchParams.get('cursor') ?? ''
const forged = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Cursors that no page gave, made of one that a page did give. */
const spoiled = (cursor: string) => [
  '',
  'x',
  'null',
  '%00',
  '%ff',
  cursor.slice(1),
  cursor.slice(0, -1),
  cursor.slice(0, -2),
  `${cursor}x`,
  `${cursor}%20`,
  `${cursor}=`,
  `%20${cursor}`,
  `${cursor}&cursor=${cursor}`,
  '9'.repeat(5000),
  ...[
    null,
    {},
    [],
    'created',
    ['created', 'desc'],
    ['created', 'desc', 1],
    ['created', 'desc', 1, 'x', 'x'],
    ['created', 'asc', 1, 'x'],
    ['name', 'desc', 'a', 'x'],
    ['size', 'desc', 1, 'x'],
    ['created', 'desc', '1', 'x'],
    ['created', 'desc', 1.5, 'x'],
    ['created', 'desc', 1e300, 'x'],
    ['created', 'desc', null, 'x'],
    ['created', 'desc', { $gt: '' }, 'x'],
    ['created', 'desc', 1, null],
    ['created', 'desc', 1, { toString: 1 }],
    ['created', 'desc', 1, ['x']],
    ['__proto__', 'desc', 1, 'x'],
    { 0: 'created', 1: 'desc', 2: 1, 3: 'x', length: 4 },
  ].map(forged),
]

/** Some files to page through; gone again afterwards. */
async function withFiles(
  { client }: Target,
  count: number,
  use: (files: readonly FileView[]) => Promise<void>
) {
  const files: FileView[] = []
  for (let i = 0; i < count; i++) files.push(await upload(client, { name: `page ${i}.txt` }))
  await use(files)
  // Some of them may be gone already.
  for (const { file_id } of files) await client.delete(`/files/${file_id}`)
}

/** Every row from one page to the last. */
async function walk(client: Client, first: string): Promise<string[]> {
  const ids: string[] = []
  for (let path: string | undefined = first; path !== undefined; ) {
    const answer: Answer = await client.get(path)
    expect(answer.status, answer.text).toBe(200)
    ids.push(...answer.json<FileView[]>().map((file) => file.file_id))
    path = nextOf(answer)
  }
  return ids
}

const afterDeletion = (list: string): Input => ({
  title: `${list} behind a row that was deleted`,
  run: (target) =>
    withFiles(target, 6, async () => {
      const { client } = target
      const first = await client.get(`${list}?limit=2`)
      const rows = Object.entries(first.json<Record<string, FileView>>())
      const [key = '', row] = rows[1] ?? []
      await client.delete(`/files/${row?.file_id ?? key}`)
      const rest = await client.get(`${list}?limit=1000&cursor=${cursorOf(first)}`)
      // Six and the one that is always there, without the two of the first page.
      expect(Object.keys(rest.json())).toHaveLength(5)
    }),
})

hostileTable('queries', [
  {
    id: 'Q1',
    sentence: 'a limit that is not 1 to 1000 in plain digits, once, is 400',
    inputs: refused(
      [
        ...words(
          '0 -1 -0 00 01 1001 1e9 1e2 1.5 1.0 1,5 abc 0x10 0b1 0o7 %201 1%20 +5 %2B5 5%00 %31%20'
        ),
        ...words('%D9%A3 %EF%BC%91 NaN Infinity null true [1] 9007199254740993 1_000 1n 1;'),
        '',
        '9'.repeat(400),
      ]
        .map((value) => `limit=${value}`)
        .concat(words('limit limit[]=1 limit[0]=1 limit[a]=1 Limit=1 limit%00=1 limit%20=1'))
        .concat(['limit=1&limit=2', 'limit=1&limit=1'])
    ),
  },
  {
    id: 'Q2',
    sentence: 'a member of a query that an operation does not know is 400, at every operation',
    inputs: apiRequests.flatMap(({ method, path, door, options }) =>
      [
        ...words('x=1 X = =1 a[b]=1 a[]=1 %00=1 %ff=1 name%00=x %20name=x Name=x'),
        ...words('__proto__=1 __proto__[x]=1 __proto__.x=1 %5f_proto__=1 constructor=1'),
        ...words('constructor[prototype][x]=1 toString hasOwnProperty=1'),
        `${'a'.repeat(5000)}=1`,
        Array.from({ length: 1000 }, (_, i) => `a${i}=1`).join('&'),
      ].map(
        (query): Input => ({
          title: `${method} ${path}?${query.slice(0, 60)}`,
          run: async ({ client, file }) => {
            const target = `${path.replace('{id}', file.file_id)}?${query}`
            expectError(await client.request(method, target, options), door, 400, 'INVALID_REQUEST')
          },
        })
      )
    ),
  },
  {
    id: 'Q3',
    sentence:
      'a cursor that no page of this list gave is 400, and one whose row was deleted goes on',
    inputs: [
      ...lists.map(
        (list): Input => ({
          title: `${list} with ${spoiled('x').length} cursors`,
          run: (target) =>
            withFiles(target, 3, async () => {
              const { client } = target
              const cursor = cursorOf(await client.get(`${list}?limit=2`))
              for (const value of spoiled(cursor)) {
                for (const limit of ['limit=2&', '']) {
                  const answer = await client.get(`${list}?${limit}cursor=${value}`)
                  expectError(answer, 'files', 400, 'INVALID_REQUEST')
                }
              }
            }),
        })
      ),
      ...['sort=name', 'sort=size', 'sort=downloads', 'order=asc'].map(
        (order): Input => ({
          title: `/files?${order} with a cursor of another order`,
          run: (target) =>
            withFiles(target, 3, async () => {
              const { client } = target
              const own = cursorOf(await client.get(`/files?limit=2&${order}`))
              const other = cursorOf(await client.get('/files?limit=2'))
              for (const query of [`${order}&cursor=${other}`, `cursor=${own}`]) {
                expectError(
                  await client.get(`/files?limit=2&${query}`),
                  'files',
                  400,
                  'INVALID_REQUEST'
                )
              }
            }),
        })
      ),
      ...lists.map(afterDeletion),
    ],
  },
  {
    id: 'Q4',
    sentence: 'an order that is none is 400, and a name or pattern to look for is only ever text',
    inputs: [
      ...refused(
        [
          ...words(
            'file_name name;drop name,size -created $where __proto__ constructor {"$gt":""} Name'
          )
            .concat('created desc', 'name\0', '')
            .map((sort) => `sort=${encode(sort)}`),
          ...words('up DESC 1 asc; __proto__')
            .concat('')
            .map((order) => `order=${encode(order)}`),
          ...words('image image/ /png */* * image/.* image/png;q=1 i*/png $where/x(')
            .concat('')
            .map((type) => `type=${encode(type)}`),
          ...words(
            'sort[$gt]= sort[]=name sort=name&sort=size name[$gt]= name[$regex]=.* name[]=a'
          ),
          ...words('name=a&name=b $where=1 type[$ne]=x'),
        ],
        ['/files']
      ),
      ...[
        '$where',
        '{"$gt":""}',
        '(a+)+$',
        '.*',
        '%',
        '_',
        '^',
        '[a-z]',
        '*',
        "' OR 1=1 --",
        '"',
        '../',
        'a{999999}',
        '\u0130',
      ].map(literal),
      {
        title: 'GET /files?name= of 10 000 characters against names that almost match',
        run: (target) =>
          withFiles(target, 5, async () => {
            const answer = await target.client.get(`/files?name=${'page+'.repeat(2000)}`)
            expect(answer.json()).toEqual([])
          }),
      },
    ],
  },
  {
    id: 'Q5',
    sentence: 'lists and pages stay whole and in order while 1 000 files come and go',
    inputs: ['created', 'name', 'size'].map(
      (sort): Input => ({
        title: `by ${sort}`,
        run: (target) => amidChanges(target, sort),
      })
    ),
  },
])

/** Lists again and again while others upload and delete; what was there before and stays is in each exactly once. */
async function amidChanges(target: Target, sort: string) {
  const { client, file } = target
  await withFiles(target, 30, async (files) => {
    const staying = [file, ...files].map(({ file_id }) => file_id).sort()
    let running = 4
    const changes = Array.from({ length: running }, async () => {
      for (let i = 0; i < 42; i++) {
        const { file_id } = await upload(client, {
          name: `n${i % 7}.txt`,
          content: 'x'.repeat(i % 5),
        })
        expect((await client.delete(`/files/${file_id}`)).status).toBe(200)
      }
      running--
    })
    const check = (ids: readonly string[]) => {
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.filter((id) => staying.includes(id)).sort()).toEqual(staying)
    }
    const reading = async () => {
      while (running > 0) {
        check(await walk(client, `/files?limit=7&sort=${sort}`))
        check(await walk(client, `/files?sort=${sort}&order=asc`))
      }
    }
    await Promise.all([...changes, reading()])
  })
}
