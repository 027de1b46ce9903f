import { rm } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { Fs } from '../../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../../src/storage/fs/node-fs.js'
import { readRecords } from '../../../../src/storage/metadata/json/read-records.js'
import { StoreCorruptError } from '../../../../src/storage/metadata/json/store-corrupt-error.js'
import { StoreMissingError } from '../../../../src/storage/metadata/json/store-missing-error.js'
import { snapshotOf } from '../../../support/data-dir.js'
import { all, insert, StorePlace } from './store-place.js'

it('gives every record that was confirmed, while the store is open', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  for (let i = 0; i < 5; i++) await insert(store)
  const view = await readRecords(nodeFs, place.directory)
  expect([...view.records()]).toEqual(all(store))
  expect(view.facts).toMatchObject({ count: 5, lastSeq: 6, generation: 1, lastGeneration: 1 })
  const [first] = all(store)
  expect(view.get(first?.id ?? '')).toEqual(first)
  expect(view.get('nothing')).toBeUndefined()
})

it('cuts nothing off a journal that ends in a torn line, and copies nothing', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await insert(store)
  const torn = await place.copy()
  await torn.write(
    'journal.1.log',
    Buffer.concat([await torn.read('journal.1.log'), Buffer.from('to')])
  )
  const before = await snapshotOf(torn.directory)
  expect([...(await readRecords(nodeFs, torn.directory)).records()]).toEqual(all(store))
  expect(await snapshotOf(torn.directory)).toEqual(before)
})

it('starts over when the journals are folded and removed under it', async () => {
  const place = await StorePlace.make()
  let store = await place.open()
  await insert(store)
  let lists = 0
  const inTheWay: Fs = {
    ...nodeFs,
    list: async (path) => {
      // The second one looks for the journals of the snapshot that was read.
      if (++lists !== 2) return nodeFs.list(path)
      for (let round = 0; round < 3; round++) {
        await store.close()
        store = await place.open()
        await insert(store)
      }
      return nodeFs.list(path)
    },
  }
  const view = await readRecords(inTheWay, place.directory)
  expect([...view.records()]).toEqual(all(store))
  expect(view.facts.generation).toBe(4)
})

it('starts over when a file that it has listed is gone by then', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await insert(store)
  let failures = 0
  const inTheWay: Fs = {
    ...nodeFs,
    open: async (path, mode) => {
      if (path.endsWith('journal.1.log') && failures++ === 0) {
        throw Object.assign(new Error('ENOENT: gone'), { code: 'ENOENT' })
      }
      return nodeFs.open(path, mode)
    },
  }
  expect([...(await readRecords(inTheWay, place.directory)).records()]).toEqual(all(store))
})

it('refuses damage that is there at every look, and a directory without a store', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  for (let i = 0; i < 3; i++) await insert(store)
  const damaged = await place.copy()
  const bytes = await damaged.read('journal.1.log')
  bytes[200] = (bytes[200] ?? 0) ^ 1
  await damaged.write('journal.1.log', bytes)
  await expect(readRecords(nodeFs, damaged.directory)).rejects.toBeInstanceOf(StoreCorruptError)
  await rm(damaged.path('metadata.json'))
  await expect(readRecords(nodeFs, damaged.directory)).rejects.toBeInstanceOf(StoreMissingError)
  await expect(readRecords(nodeFs, damaged.path('nowhere'))).rejects.toMatchObject({
    code: 'ENOENT',
  })
})
