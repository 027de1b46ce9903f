import { expect, test } from 'vitest'
import { stats } from '../../../src/core/upkeep/stats.js'
import { MemoryStoreView } from './memory-store-view.js'

test('names the five largest files, largest first, and sums up by family', async () => {
  const store = new MemoryStoreView()
  for (const size of [3, 9, 1, 7, 5, 8, 2]) {
    const record = store.put(`f${size}`, 'x'.repeat(size))
    const type = size % 2 === 0 ? 'Image/PNG' : 'text/plain; charset=utf-8'
    store.recordsById.set(record.id, { ...record, type, downloadCount: size })
  }
  store.stored.set('stranger', { text: '1234' })
  const found = await stats(store)
  expect(found.largest.map(({ size }) => size)).toEqual([9, 8, 7, 5, 3])
  expect(found.families).toEqual([
    { family: 'text', files: 5, bytes: 25, downloads: 25 },
    { family: 'image', files: 2, bytes: 10, downloads: 10 },
  ])
  expect(found).toMatchObject({ files: 7, bytes: 35, downloads: 35, published: 0 })
  expect([found.oldest?.id, found.newest?.id]).toEqual(['f3', 'f2'])
  expect(found.unclaimed).toEqual({ files: 1, bytes: 4 })
})
