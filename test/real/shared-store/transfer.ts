import { describe, expect, test } from 'vitest'
import type { FileRecord } from '../../../src/core/file-record.js'
import { newFile } from '../../conformance/new-file.js'
import { insertFile, type SharedStore, type SharedSuite } from './shared-suite.js'

/** Records that move from one store to another as they are. */
export function sharedTransfer({ open }: SharedSuite): void {
  const start = Date.now() + 10_000
  const foreign = (count: number): FileRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      ...newFile({ name: `Ä${i}.txt`, size: i, publishedAs: i % 2 ? null : `${i}.txt` }),
      createdAt: start + i,
      updatedAt: start + 2 * i,
      downloadCount: i % 7,
      revision: 1 + (i % 3),
    }))
  const all = async (store: SharedStore) => {
    const records: FileRecord[] = []
    for await (const record of store.records()) records.push(record)
    return records
  }
  const bytes = (records: FileRecord[]) => records.reduce((sum, { size }) => sum + size, 0)

  describe('transfer', () => {
    test('of nothing is nothing', async () => {
      const store = await open()
      await store.adopt([])
      expect(await all(store)).toEqual([])
    })

    test('keeps every record as it was, in order of creation, and counts it', async () => {
      const store = await open()
      const records = foreign(2500)
      const shuffled = records.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      for (let i = 0; i < 2500; i += 500) await store.adopt(shuffled.slice(i, i + 500))
      expect(await all(store)).toEqual(records)
      expect(await store.totals()).toEqual({ files: 2500, bytes: bytes(records) })
      expect(await store.findPublished('4.txt')).toEqual(records[4])
      const found = await store.page({ sort: 'name', order: 'asc', limit: 9, nameContains: 'ä24' })
      expect(found.map(({ name }) => name)).toContain('Ä24.txt')
    })

    test('can be repeated and leaves what is there as it is', async () => {
      const [store, other] = [await open(), await open()]
      const records = foreign(10)
      await store.adopt(records.slice(0, 5))
      await store.update(records[0]?.id as string, { name: 'changed' }, {})
      await Promise.all([store.adopt(records), other.adopt(records.toReversed())])
      await store.adopt(records)
      const now = await all(store)
      expect(now.slice(1)).toEqual(records.slice(1))
      expect(now[0]?.name).toBe('changed')
      expect(await store.totals()).toEqual({ files: 10, bytes: bytes(records) })
    })

    test('strikes the notes of the contents that it names, and is followed by later times', async () => {
      const store = await open()
      const records = foreign(10)
      await store.note(records[3]?.contentKey as string)
      await store.adopt(records)
      await expect.poll(() => store.stale(-1000, 10)).toEqual([])
      const { createdAt } = await insertFile(store)
      expect(createdAt).toBeGreaterThan(Math.max(...records.map(({ updatedAt }) => updatedAt)))
    })
  })
}
