import { expect, it } from 'vitest'
import { FaultFs } from '../../../support/fs/fault-fs.js'
import { nativeError } from '../../../support/fs/native-error.js'
import { all, codeOf, insert, StorePlace } from './store-place.js'

async function opened() {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  const first = await insert(store)
  return { place, fs, store, first }
}

it('undoes a short write, fails that batch alone and goes on', async () => {
  const { place, fs, store, first } = await opened()
  const before = await place.read('journal.1.log')
  let short = true
  fs.intercept = ({ method }) => {
    if (method !== 'write' || !short) return undefined
    short = false
    return 100
  }
  const codes = await Promise.all([codeOf(insert(store)), codeOf(store.addDownload(first.id))])
  expect(codes).toEqual(['INSUFFICIENT_STORAGE', 'INSUFFICIENT_STORAGE'])
  expect(await place.read('journal.1.log')).toEqual(before)
  await store.check()
  const second = await insert(store)
  await store.addDownload(first.id)
  expect(all(await (await place.copy()).open())).toEqual([{ ...first, downloadCount: 1 }, second])
})

it('undoes a write that finds no space', async () => {
  const { place, fs, store } = await opened()
  fs.failNext('write', /journal/, 'ENOSPC')
  expect(await codeOf(insert(store))).toBe('INSUFFICIENT_STORAGE')
  await insert(store)
  expect(all(await (await place.copy()).open())).toEqual(all(store))
})

it.each([
  ['a failed sync', 'datasync', 'EIO'],
  ['a sync without space', 'datasync', 'ENOSPC'],
  ['a failed write', 'write', 'EIO'],
])('takes no more changes after %s, and still reads', async (_, method, code) => {
  const { place, fs, store, first } = await opened()
  fs.failNext(method, /journal/, code)
  const codes = await Promise.all([
    codeOf(insert(store)),
    codeOf(store.update(first.id, { name: 'x' }, {})),
    codeOf(store.update(first.id, { name: 'y' }, {})),
  ])
  expect(codes).toEqual(['DURABILITY_UNKNOWN', 'DURABILITY_UNKNOWN', 'STORE_UNAVAILABLE'])
  const syncs = fs.count('datasync', 'journal.1.log')
  expect(await codeOf(insert(store))).toBe('STORE_UNAVAILABLE')
  expect(await codeOf(store.addDownload(first.id))).toBe('STORE_UNAVAILABLE')
  expect(await codeOf(store.check())).toBe('STORE_UNAVAILABLE')
  expect(await store.get(first.id)).toEqual(first)
  expect(await store.page({ sort: 'created', order: 'asc', limit: 9 })).toEqual([first])
  expect(place.reports.filter((report) => report.startsWith('fatal'))).toHaveLength(1)
  await store.close()
  expect(fs.count('datasync', 'journal.1.log')).toBe(syncs)
  expect(all(await place.open())[0]?.id).toBe(first.id)
})

it('takes no more changes when a failed write cannot be undone', async () => {
  const { fs, store } = await opened()
  fs.intercept = ({ method }) => {
    if (method === 'write') return 10
    if (method === 'truncate') throw nativeError('EPERM')
    return undefined
  }
  expect(await codeOf(insert(store))).toBe('DURABILITY_UNKNOWN')
  expect(await codeOf(store.check())).toBe('STORE_UNAVAILABLE')
})

it('takes no more changes when a compaction cannot sync', async () => {
  const { fs, store, place } = await opened()
  fs.failNext('datasync', /^metadata\.json\.tmp$/, 'EIO')
  await store.close()
  expect(place.reports.join()).toMatch(/fatal: .*snapshot cannot be synced/)
  expect(all(await place.open())).toHaveLength(1)
})

it('ends a start that cannot read as STORE_UNAVAILABLE, having changed nothing', async () => {
  const { place } = await opened()
  const killed = await place.copy()
  const fs = new FaultFs()
  fs.failNext('read', /^journal/, 'EIO')
  const before = await killed.names()
  expect(await codeOf(killed.open({ fs }))).toBe('STORE_UNAVAILABLE')
  expect(await killed.names()).toEqual(before)
})
