/**
 * The shared metadata stores beside the bare driver, against real servers: `npm run bench:metadata [-- postgres|mongodb]`. It
 * prints lookups a second through each, and what a page of 100 takes among few and many records.
 */
import { argv } from 'node:process'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import type { FileRecord } from '../src/core/file-record.js'
import { sortValue } from '../src/core/list-order.js'
import type { MetadataStore, PageQuery } from '../src/core/ports/metadata-store.js'
import type { RecordTransfer } from '../src/core/ports/record-transfer.js'
import { MongoMetadataStore } from '../src/storage/metadata/mongodb/mongo-metadata-store.js'
import { PostgresMetadataStore } from '../src/storage/metadata/postgres/postgres-metadata-store.js'
import { newFile, staged } from '../test/conformance/new-file.js'
import { MongoServer } from '../test/real/support/mongo-server.js'
import { PostgresServer } from '../test/real/support/postgres-server.js'

type Store = MetadataStore & RecordTransfer
type Lookup = (id: string) => Promise<unknown>

/** The server that stands for MongoDB has no sorted indexes, so that a page among many says nothing of MongoDB. */
const sizes = { postgres: [1_000, 100_000], mongodb: [1_000] }
const atOnce = 32
const poolSize = 10
const seconds = 2

/** Calls a second, so many at once. */
async function rate(call: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000
  let calls = 0
  const lane = async () => {
    while (performance.now() < end) {
      await call()
      calls++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return Math.round(calls / seconds)
}

/** The median of 30 in milliseconds, after some that nobody looks at. */
async function median(call: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let i = 0; i < 40; i++) {
    const start = performance.now()
    await call()
    if (i >= 10) times.push(performance.now() - start)
  }
  return `${(times.toSorted((a, b) => a - b)[15] as number).toFixed(2)} ms`
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 1000) {
    const records = Array.from({ length: 1000 }, (_, i): FileRecord => {
      const time = 1_700_000_000_000 + start + i
      const file = newFile({
        name: `File ${(start + i) * 7919} of many.txt`,
        size: (start + i) % 997,
      })
      const counts = { downloadCount: (start + i) % 11, revision: 1 }
      return { ...file, createdAt: time, updatedAt: time, ...counts }
    })
    await store.adopt(records)
  }
}

async function lookups(name: string, store: Store, bare: Lookup): Promise<void> {
  const rows = await store.page({ sort: 'created', order: 'asc', limit: 1000 })
  const ids = rows.map(({ id }) => id)
  const any = () => ids[Math.floor(Math.random() * ids.length)] as string
  const ratios: number[] = []
  for (let round = 0; round < 3; round++) {
    const driver = await rate(() => bare(any()))
    const ours = await rate(() => store.get(any()))
    ratios.push(ours / driver)
    console.log(`${name}: lookups/s, driver ${driver}, store ${ours}`)
  }
  const ratio = ratios.toSorted((a, b) => a - b)[1] as number
  console.log(`${name}: store to driver ${ratio.toFixed(2)} (at least 0.5 is aimed at)`)
}

async function pages(name: string, store: Store, records: number): Promise<void> {
  for (const sort of ['created', 'name', 'size', 'downloads'] as const) {
    for (const order of ['asc', 'desc'] as const) {
      const query: PageQuery = { sort, order, limit: 100 }
      const last = (await store.page(query)).at(-1) as FileRecord
      const after = { value: sortValue(last, sort), id: last.id }
      const first = await median(() => store.page(query))
      const next = await median(() => store.page({ ...query, after }))
      console.log(`${name}: ${records} records, by ${sort} ${order}: first ${first}, next ${next}`)
    }
  }
  const query = { sort: 'created', order: 'desc', limit: 100 } as const
  const found = await median(() => store.page({ ...query, nameContains: '4711' }))
  const typed = await median(() => store.page({ ...query, type: 'text/*' }))
  console.log(`${name}: ${records} records, by part of the name ${found}, by family ${typed}`)
  console.log(`${name}: ${records} records, totals ${await median(() => store.totals())}`)
}

async function writes(name: string, store: Store): Promise<void> {
  const inserts = await rate(() => {
    const file = newFile()
    return store.insert(file, staged(file.contentKey))
  })
  const [row] = await store.page({ sort: 'created', order: 'asc', limit: 1 })
  const counts = await rate(() => store.addDownload((row as FileRecord).id))
  console.log(`${name}: inserts/s ${inserts}, counts/s of one file ${counts}`)
}

async function measure(name: keyof typeof sizes, store: Store, bare: Lookup): Promise<void> {
  let filled = 0
  for (const size of sizes[name]) {
    await fill(store, filled, size)
    filled = size
    await pages(name, store, size)
  }
  await lookups(name, store, bare)
  await writes(name, store)
  await store.close()
}

async function postgres(): Promise<void> {
  const server = await PostgresServer.start()
  const url = server.url(await server.createDatabase())
  const report = () => {}
  const store = await PostgresMetadataStore.open({ url, poolSize, timeout: 10_000, report })
  const pool = new pg.Pool({ connectionString: url, max: poolSize })
  // The server ends before the last idle connection does.
  pool.on('error', report)
  const text = 'SELECT * FROM files WHERE id = $1'
  try {
    await measure('postgres', store, (id) => pool.query({ name: 'bare', text, values: [id] }))
  } finally {
    await pool.end()
    await server.remove()
  }
}

async function mongodb(): Promise<void> {
  const server = await MongoServer.start()
  const options = { url: server.url(), database: 'bench', timeout: 60_000, totalsAge: 0 }
  const store = await MongoMetadataStore.open(options)
  const client = new MongoClient(server.url())
  const files = client.db('bench').collection<{ _id: string }>('files')
  try {
    await measure('mongodb', store, (_id) => files.findOne({ _id }))
  } finally {
    await client.close()
    await server.remove()
  }
}

const only = argv[2]
if (only !== 'mongodb') await postgres()
if (only !== 'postgres') await mongodb()
