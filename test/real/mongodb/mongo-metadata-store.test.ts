import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../scripts/tools/free-port.js'
import type { FileRecord, NewFile } from '../../../src/core/file-record.js'
import { comparePositions, sortValue } from '../../../src/core/list-order.js'
import { MongoMetadataStore } from '../../../src/storage/metadata/mongodb/mongo-metadata-store.js'
import { insertFile } from '../shared-store/shared-suite.js'
import { MongoServer } from '../support/mongo-server.js'

let server: MongoServer
beforeAll(async () => {
  server = await MongoServer.start()
}, 300_000)
afterAll(() => server.remove())

let databases = 0
const newDatabase = () => `own${++databases}`
const open = async ({ database = newDatabase(), totalsAge = 0 } = {}) => {
  const store = await MongoMetadataStore.open({
    url: server.url(),
    database,
    timeout: 10_000,
    totalsAge,
  })
  onTestFinished(() => store.close())
  return store
}
const failure = async (url: string, database = 'x') => {
  const options = { url, database, timeout: 4000 }
  return MongoMetadataStore.open(options).then(
    () => undefined,
    (error: unknown) => error
  )
}

describe('open', () => {
  test('says in one line that nobody is there', async () => {
    const port = await freePort()
    const error = await failure(`mongodb://user:secret@127.0.0.1:${port}/`)
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `MongoDB at 127.0.0.1:${port}, database x, cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
    })
  })

  test('says in one line that it is not let in, without the password', async () => {
    const error = (await failure(`mongodb://user:secret@127.0.0.1:${server.port}/`)) as Error
    expect(error.message).toMatch(/^MongoDB at 127\.0\.0\.1:\d+, database x, cannot be used: .+$/)
    expect(JSON.stringify([error.message, error.cause])).not.toContain('secret')
  })

  test('does not repeat an address that cannot be read', async () => {
    for (const url of [
      'mongodb://user:sec:ret@host/',
      'mongodb://user:sec/ret@host/',
      'mongodb://user:secret@host/?no=such',
    ]) {
      const error = (await failure(url)) as Error
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
      expect(JSON.stringify([error.message, error.cause])).not.toContain('ret')
    }
  })

  test('refuses documents of a later version', async () => {
    const database = newDatabase()
    await (await open({ database })).close()
    await server.use((client) =>
      client
        .db(database)
        .collection('state')
        .updateOne({ version: 1 }, { $set: { version: 2 } })
    )
    expect(await failure(server.url(), database)).toMatchObject({
      message: expect.stringContaining('later version'),
    })
  })

  test('can be done by many at once', async () => {
    const database = newDatabase()
    const stores = await Promise.all(Array.from({ length: 8 }, () => open({ database })))
    await Promise.all(stores.map((store) => insertFile(store)))
    expect(await stores[0]?.totals()).toMatchObject({ files: 8 })
  })
})

describe('page', () => {
  // The server of these tests sorts text by UTF-16, so none of these names has what that puts elsewhere.
  test('walks every other order, ties by id, with pages of any size', async () => {
    const store = await open()
    const members: Partial<NewFile>[] = [
      { name: 'b', size: 2 },
      { name: 'B', size: 10 },
      { name: 'a', size: 2 },
      { name: 'Ä', size: 0 },
      { name: '文件', size: 5_000_000_000 },
      { name: 'a', size: 1 },
    ]
    const ids: string[] = []
    for (const each of members) ids.push((await insertFile(store, each)).id)
    for (const [i, id] of ids.entries()) {
      for (let n = 0; n < i % 3; n++) await store.addDownload(id)
    }
    const records = (await Promise.all(ids.map((id) => store.get(id)))) as FileRecord[]
    for (const sort of ['name', 'size', 'downloads'] as const) {
      const place = (record: FileRecord) => ({ value: sortValue(record, sort), id: record.id })
      const sorted = records.toSorted((a, b) => comparePositions(place(a), place(b)))
      for (const order of ['asc', 'desc'] as const) {
        const expected = order === 'asc' ? sorted : sorted.toReversed()
        for (const limit of [1, 3, 6, 50]) {
          const rows: FileRecord[] = []
          for (;;) {
            const last = rows.at(-1)
            const after = last && { after: place(last) }
            const page = await store.page({ sort, order, limit, ...after })
            rows.push(...page)
            if (page.length < limit) break
          }
          expect(rows).toEqual(expected)
        }
      }
    }
  })

  test('takes every character of a search literally', async () => {
    const store = await open()
    const name = 'a\\^$.*+?()[]{}|-#&~/b'
    await insertFile(store, { name })
    for (const character of name) {
      const query = { sort: 'created', order: 'asc', limit: 5 } as const
      expect(await store.page({ ...query, nameContains: character })).toHaveLength(1)
      expect(await store.page({ ...query, nameContains: `${character}${character}` })).toEqual([])
    }
  })

  test('finds nothing by what no name can have in it, and fails on none of it', async () => {
    const store = await open()
    await insertFile(store)
    const query = { sort: 'name', order: 'asc', limit: 5 } as const
    for (const odd of ['\0', 'a\0', '\ud800']) {
      expect(await store.page({ ...query, nameContains: odd })).toEqual([])
      expect(await store.get(odd)).toBeUndefined()
      expect(await store.findPublished(odd)).toBeUndefined()
      await store.page({ ...query, after: { value: odd, id: odd } })
    }
  })
})

describe('totals', () => {
  test('are counted no more often than they are told to be', async () => {
    const store = await open({ totalsAge: 60_000 })
    const record = await insertFile(store)
    expect(await store.totals()).toMatchObject({ files: 1 })
    await store.delete(record.id, {})
    expect(await store.totals()).toMatchObject({ files: 1 })
  })
})
