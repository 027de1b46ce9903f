import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileRecord } from '../../src/core/file-record.js'
import { FileService, type ListQuery } from '../../src/core/file-service.js'
import type { MetadataStore } from '../../src/core/ports/metadata-store.js'
import { JsonMetadataStore } from '../../src/storage/metadata/json/json-metadata-store.js'
import { MemoryContentStore } from '../core/memory-content-store.js'
import { MemoryMetadataStore } from '../core/memory-metadata-store.js'
import { uploadOf } from '../core/sources.js'
import { MemoryFs } from '../support/fs/memory-fs.js'
import { slowRuns } from './support/slow-runs.js'

// Few names and sizes, so that there are ties; some that sort differently as UTF-16, or alike but for their case.
const file = fc.record({
  name: fc.constantFrom('a', 'A', 'b', 'ab', 'ß', 'é', '日', '\uff5e', '\u{1f600}', 'a\u0301'),
  size: fc.nat({ max: 3 }),
})
const action = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), file }),
  fc.record({ do: fc.constant('delete' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('download' as const), at: fc.nat() })
)
const scenario = fc.record({
  files: fc.array(file, { maxLength: 12 }),
  downloads: fc.array(fc.nat(), { maxLength: 12 }),
  limit: fc.integer({ min: 1, max: 5 }),
  sort: fc.constantFrom('created', 'name', 'size', 'downloads'),
  order: fc.constantFrom('asc', 'desc'),
  between: fc.array(fc.array(action, { maxLength: 4 }), { maxLength: 8 }),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never
type Action = Scenario['between'][number][number]

/** A service, and a plain list of what is in it. */
class Place {
  readonly live: FileRecord[] = []
  /** Ids whose count was raised. */
  readonly counted = new Set<string>()
  readonly service: FileService

  constructor(readonly metadata: MetadataStore) {
    const contents = new MemoryContentStore()
    this.service = new FileService({ contents, metadata, maxFileSize: 0, report: () => {} })
  }

  async insert({ name, size }: Scenario['files'][number]): Promise<void> {
    const source = uploadOf('x'.repeat(size), { name })
    this.live.push(await this.service.upload(source, { publish: false }))
  }

  async act(action: Action): Promise<void> {
    if (action.do === 'insert') return this.insert(action.file)
    const at = action.at % this.live.length
    const id = this.live[at]?.id
    if (id === undefined) return
    if (action.do === 'download') {
      this.counted.add(id)
      await this.service.countDownload(id)
    } else {
      this.live.splice(at, 1)
      await this.service.delete(id, undefined)
    }
  }
}

const memory = async () => new MemoryMetadataStore()
const json = () =>
  JsonMetadataStore.open({ directory: '/data', fs: new MemoryFs(), report: () => {} })

describe.each([
  ['in memory', memory],
  ['of the JSON store', json],
])('paging through a list %s while rows come and go', (_title, open) => {
  test('gives every row that stays exactly once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const place = new Place(await open())
        try {
          await walk(place, given)
        } finally {
          await place.metadata.close()
        }
      }),
      slowRuns()
    )
  })
})

async function walk(place: Place, given: Scenario): Promise<void> {
  for (const one of given.files) await place.insert(one)
  for (const at of given.downloads) await place.act({ do: 'download', at })
  place.counted.clear()
  const there = place.live.map(({ id }) => id)
  const rows = await pages(place, given)
  // Where a count decides the place, a row whose count moved may be met twice, or never.
  const moved = given.sort === 'downloads' ? place.counted : new Set<string>()
  const seen = rows.map(({ id }) => id).filter((id) => !moved.has(id))
  expect(seen).toEqual([...new Set(seen)])
  const stayed = place.live.map(({ id }) => id).filter((id) => there.includes(id) && !moved.has(id))
  expect(seen).toEqual(expect.arrayContaining(stayed))
  expect(rows).toEqual(inOrder(rows, given))
}

async function pages(place: Place, { limit, between, ...query }: Scenario): Promise<FileRecord[]> {
  const rows: FileRecord[] = []
  let cursor: string | undefined
  for (let page = 0; ; page++) {
    const options = { limit, ...(cursor !== undefined && { cursor }) }
    const { records, next } = await place.service.page(query, options)
    expect(records.length).toBeLessThanOrEqual(limit)
    rows.push(...records)
    if (next === undefined) return rows
    expect(page, 'a list that does not end').toBeLessThan(100)
    expect(records).toHaveLength(limit)
    cursor = next
    for (const one of between[page] ?? []) await place.act(one)
  }
}

/** Sorted anew, by bytes of UTF-8. */
function inOrder(rows: readonly FileRecord[], { sort, order }: ListQuery): FileRecord[] {
  const value = (row: FileRecord) => {
    if (sort === 'name') return Buffer.from(row.name.toLowerCase())
    return row[sort === 'created' ? 'createdAt' : sort === 'size' ? 'size' : 'downloadCount']
  }
  const sorted = rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    const byValue = Buffer.isBuffer(x) && Buffer.isBuffer(y) ? Buffer.compare(x, y) : +x - +y
    return byValue || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
  })
  return order === 'asc' ? sorted : sorted.toReversed()
}
