import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../scripts/tools/free-port.js'
import type { DatabaseOptions } from '../../../src/storage/metadata/postgres/open-database.js'
import { pageStatement } from '../../../src/storage/metadata/postgres/page-statement.js'
import { PostgresMetadataStore } from '../../../src/storage/metadata/postgres/postgres-metadata-store.js'
import { newFile, staged } from '../../conformance/new-file.js'
import { codeOf } from '../../core/code-of.js'
import { insertFile } from '../shared-store/shared-suite.js'
import { PostgresServer } from '../support/postgres-server.js'

let server: PostgresServer
let database: string
beforeAll(async () => {
  server = await PostgresServer.start()
})
afterAll(() => server.remove())
beforeEach(async () => {
  database = await server.createDatabase()
})

const open = async ({
  timeout = 10_000,
  poolSize = 5,
  report = () => {},
}: Partial<DatabaseOptions> = {}) => {
  const url = server.url(database)
  const store = await PostgresMetadataStore.open({ url, poolSize, timeout, report })
  onTestFinished(() => store.close())
  return store
}
const failure = (url: string) =>
  PostgresMetadataStore.open({ url, poolSize: 1, timeout: 4000, report: () => {} }).then(
    () => undefined,
    (error: unknown) => error
  )

describe('open', () => {
  test('says in one line that nobody is there', async () => {
    const port = await freePort()
    expect(await failure(server.url('x', { port }))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `PostgreSQL at 127.0.0.1:${port}, database x, cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
    })
  })

  test('says in one line that it is not let in, without the password', async () => {
    const error = (await failure(server.url(database, { password: 'wrong-word' }))) as Error
    expect(error.message).toBe(
      `PostgreSQL at 127.0.0.1:${server.port}, database ${database}, cannot be used: password authentication failed for user "filedrop"`
    )
    expect(JSON.stringify([error.message, error.cause])).not.toContain('wrong-word')
  })

  test('says in one line that there is no such database', async () => {
    expect(await failure(server.url('nowhere'))).toMatchObject({
      message: expect.stringMatching(/cannot be used: database "nowhere" does not exist$/),
    })
  })

  test('makes the tables once, however many do it at once', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => open({ poolSize: 1 })))
    await Promise.all(stores.map((store) => insertFile(store)))
    expect(await stores[0]?.totals()).toMatchObject({ files: 8 })
    const steps = await server.query('SELECT number FROM migrations ORDER BY 1', database)
    expect(steps).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }])
  })

  test('refuses tables of a later version, and a database that does not wait for its disk', async () => {
    await open()
    await server.query('INSERT INTO migrations (number) VALUES (99)', database)
    expect(await failure(server.url(database))).toMatchObject({
      message: expect.stringContaining('later version'),
    })
    await server.query(`ALTER DATABASE ${database} SET synchronous_commit = off`)
    expect(await failure(server.url(database))).toMatchObject({
      message: expect.stringContaining('synchronous_commit is off'),
    })
  })
})

describe('a database that is busy', () => {
  /** Keeps everybody from the table until the test ends. */
  const lockTable = async () => {
    const client = new pg.Client(server.url(database))
    await client.connect()
    onTestFinished(() => client.end())
    await client.query('BEGIN; LOCK TABLE files IN ACCESS EXCLUSIVE MODE')
    return () => client.query('ROLLBACK')
  }

  test('ends a search in its time and says what it was', async () => {
    const store = await open({ timeout: 2000 })
    await insertFile(store)
    const unlock = await lockTable()
    const query = { sort: 'name', order: 'asc', limit: 5, nameContains: 'a' } as const
    await expect(store.page(query)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('took too long'),
    })
    await unlock()
    expect(await store.page(query)).toHaveLength(1)
  })

  test('refuses a commit that waited too long, which then did not happen', async () => {
    const store = await open({ timeout: 2000 })
    const unlock = await lockTable()
    const file = newFile()
    const insert = () => store.insert(file, staged(file.contentKey))
    expect(await codeOf(insert)).toBe('STORE_UNAVAILABLE')
    await unlock()
    expect(await store.get(file.id)).toBeUndefined()
    expect(await codeOf(insert)).toBe('no error')
  })

  test('makes calls wait for a connection no longer than their time', async () => {
    const store = await open({ timeout: 2000, poolSize: 1 })
    const unlock = await lockTable()
    const begin = performance.now()
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(() => store.get('x'))))
    expect(performance.now() - begin).toBeLessThan(3000)
    expect(new Set(codes)).toEqual(new Set(['STORE_UNAVAILABLE']))
    await unlock()
    expect(await store.get('x')).toBeUndefined()
  })

  test('that is read-only is not ready', async () => {
    const store = await open({ poolSize: 1 })
    await server.query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`)
    expect(await codeOf(() => store.check())).toBe('no error')
    const later = await open({ poolSize: 1 })
    await expect(later.check()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: { message: expect.stringContaining('read-only') },
    })
  })
})

test('an idle connection that is lost is reported, without the keys of the connection', async () => {
  const reports: unknown[][] = []
  const store = await open({ report: (...said) => void reports.push(said) })
  await store.check()
  await server.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
    'postgres',
    [database]
  )
  const lost = () =>
    reports.filter(([, message]) => message === 'A connection to PostgreSQL was lost')
  await expect.poll(lost).not.toEqual([])
  expect(lost()[0]?.[2]).toMatchObject({ message: expect.any(String), code: expect.any(String) })
  expect(JSON.stringify(Object.entries(lost()[0]?.[2] as Error))).not.toMatch(/client|secretKey/)
})

describe('text', () => {
  test('that PostgreSQL cannot hold finds nothing and fails nowhere', async () => {
    const store = await open()
    const record = await insertFile(store, { name: 'ab' })
    const query = { sort: 'name', order: 'asc', limit: 5 } as const
    for (const odd of ['\0', 'a\0', '\ud800']) {
      expect(await store.get(odd)).toBeUndefined()
      expect(await store.findPublished(odd)).toBeUndefined()
      expect(await store.page({ ...query, nameContains: odd })).toEqual([])
      await store.addDownload(odd)
    }
    const behind = (value: string) => store.page({ ...query, after: { value, id: 'x\0' } })
    expect(await behind('a\0')).toEqual([record])
    expect(await behind('ab\0')).toEqual([])
    const before = { ...query, order: 'desc', after: { value: 'ab\0', id: '' } } as const
    expect(await store.page(before)).toEqual([record])
  })

  test('means itself in a search', async () => {
    const store = await open()
    const name = 'a\\%_.*?()[]\'"b'
    await insertFile(store, { name })
    for (const character of name) {
      const query = { sort: 'created', order: 'asc', limit: 5 } as const
      expect(await store.page({ ...query, nameContains: character })).toHaveLength(1)
      expect(await store.page({ ...query, nameContains: `${character}${character}` })).toEqual([])
    }
  })
})

test('every unfiltered page and lookup goes by an index', async () => {
  const store = await open()
  await insertFile(store)
  await server.query(
    `INSERT INTO files SELECT 'id' || n, 'n' || n, 'n' || n, 'text/plain', 'text/plain', 'key' || n, n % 50, '', n, n, n % 3,
       CASE WHEN n % 9 = 0 THEN 'p' || n END, 1 FROM generate_series(1, 20000) AS n; ANALYZE files`,
    database
  )
  const plan = async (text: string, values: readonly unknown[] = []) => {
    const rows = await server.query(`EXPLAIN ${text}`, database, values)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  for (const sort of ['created', 'name', 'size', 'downloads'] as const) {
    for (const order of ['asc', 'desc'] as const) {
      const position = { value: sort === 'name' ? 'n77' : 1, id: 'id5' }
      for (const after of [{}, { after: position }]) {
        const page = pageStatement({ sort, order, limit: 100, ...after })
        const lines = await plan(page?.text ?? '', page?.values)
        expect(lines, lines).toMatch(/Index Scan/)
        expect(lines, lines).not.toMatch(/Sort|Seq Scan/)
      }
    }
  }
  for (const where of [
    "id = 'id7'",
    "published_as = 'p9' ORDER BY created_at DESC, id DESC LIMIT 1",
    "content_key = ANY('{key1,key2}')",
  ]) {
    expect(await plan(`SELECT * FROM files WHERE ${where}`)).not.toMatch(/Seq Scan|Sort/)
  }
})
