import { expect, it, vi } from 'vitest'
import { FaultFs } from '../../../support/fs/fault-fs.js'
import { all, insert, StorePlace } from './store-place.js'

it('shares one sync among changes that come together', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  const before = fs.count('datasync', 'journal.1.log')
  await Promise.all(Array.from({ length: 100 }, () => insert(store)))
  expect(fs.count('datasync', 'journal.1.log') - before).toBe(1)
  expect(fs.count('write', 'journal.1.log')).toBe(1)
})

it('gathers what comes while a sync is under way', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  const work: Promise<unknown>[] = []
  fs.intercept = ({ method }) => {
    if (method === 'datasync' && work.length < 60) {
      for (let i = 0; i < 30; i++) work.push(insert(store))
    }
    return undefined
  }
  const before = fs.count('datasync', 'journal.1.log')
  await insert(store)
  while (work.length < 60) await Promise.all(work)
  await Promise.all(work)
  expect(work).toHaveLength(60)
  expect(fs.count('datasync', 'journal.1.log') - before).toBe(3)
})

it('puts downloads of one file on one line, without a sync of their own', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  const { id } = await insert(store)
  const syncs = fs.count('datasync', 'journal.1.log')
  await Promise.all(Array.from({ length: 1000 }, () => store.addDownload(id)))
  expect(await store.get(id)).toMatchObject({ downloadCount: 1000 })
  expect(fs.count('write', 'journal.1.log')).toBe(2)
  expect(fs.count('datasync', 'journal.1.log')).toBe(syncs)
  expect((await place.read('journal.1.log')).toString()).toContain('"count":1000}')
})

it('syncs downloads soon after', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, limits: { countSync: 1 } })
  const { id } = await insert(store)
  const synced = new Promise<void>((resolve) => {
    fs.intercept = ({ method }) => {
      if (method === 'datasync') resolve()
      return undefined
    }
  })
  await store.addDownload(id)
  await synced
})

it('syncs downloads while they never stop coming', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, limits: { countSync: 20 } })
  const { id } = await insert(store)
  const before = fs.count('datasync', 'journal.1.log')
  let synced = false
  const counting = (async () => {
    for (let waiting: Promise<void>[] = []; !synced; waiting = [...waiting.slice(-5)]) {
      waiting.push(store.addDownload(id))
      await Promise.race(waiting)
    }
  })()
  await vi.waitUntil(() => fs.count('datasync', 'journal.1.log') > before + 3, 5000)
  synced = true
  await counting
})

it('shows a change to nobody before it is durable', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  const { id } = await insert(store, { name: 'old' })
  const seen: (string | undefined)[] = []
  fs.intercept = async ({ method }) => {
    if (method === 'datasync') seen.push((await store.get(id))?.name)
    return undefined
  }
  await store.update(id, { name: 'new' }, {})
  expect(seen).toEqual(['old'])
  expect((await store.get(id))?.name).toBe('new')
})

it('gives strictly increasing times with a clock that stands or runs backwards', async () => {
  const place = await StorePlace.make()
  let now = 1_800_000_000_000
  const store = await place.open({ now: () => now })
  const first = await insert(store)
  const frozen = await Promise.all([insert(store), insert(store), insert(store)])
  now -= 1_000_000
  const { after } = await store.update(first.id, { name: 'x' }, {})
  const times = [first, ...frozen, after].map(({ updatedAt }) => updatedAt)
  expect(times).toEqual([0, 1, 2, 3, 4].map((i) => 1_800_000_000_000 + i))
  await store.delete(frozen[2].id, {})
  await store.close()
  const reopened = await place.open({ now: () => now })
  expect((await insert(reopened)).createdAt).toBe(1_800_000_000_005)
  expect(all(reopened)).toHaveLength(4)
})

it('refuses a record that could not be read back, and goes on', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await expect(insert(store, { id: '../../../../etc/passwd' })).rejects.toMatchObject({
    code: 'INTERNAL',
  })
  await expect(insert(store, { type: 'x'.repeat(70_000) })).rejects.toMatchObject({
    code: 'INTERNAL',
  })
  const record = await insert(store)
  expect(all(await (await place.copy()).open())).toEqual([record])
})
