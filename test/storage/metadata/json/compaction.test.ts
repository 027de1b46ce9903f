import { expect, it } from 'vitest'
import { FaultFs } from '../../../support/fs/fault-fs.js'
import { all, codeOf, insert, StorePlace } from './store-place.js'

it('gives the exact state while many write', { timeout: 30_000 }, async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, limits: { journalLines: 40 } })
  const seed = await Promise.all(Array.from({ length: 40 }, () => insert(store)))
  const writers = seed.slice(0, 16).map(async ({ id }, i) => {
    for (let round = 0; round < 40; round++) {
      const mine = await insert(store, { publishedAs: 'same.txt' })
      if (round % 3 === 0) await store.delete(mine.id, {})
      await store.update(id, { name: `${i}-${round}` }, {})
      await store.addDownload(id)
    }
  })
  await Promise.all(writers)
  expect(fs.count('rename', 'metadata.json')).toBeGreaterThan(4)
  const killed = await (await fs.whileStill(() => place.copy())).open()
  expect(all(killed)).toEqual(all(store))
  expect(await killed.findPublished('same.txt')).toEqual(await store.findPublished('same.txt'))
  const state = all(store)
  await store.close()
  expect(all(await place.open())).toEqual(state)
})

it('loses nothing at any call that a compaction makes', { timeout: 30_000 }, async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs })
  await Promise.all(Array.from({ length: 5 }, () => insert(store)))
  const records = all(store)
  const moments: StorePlace[] = []
  fs.intercept = async () => {
    moments.push(await place.copy())
    return undefined
  }
  await store.close()
  expect(moments.length).toBeGreaterThan(8)
  for (const moment of moments) expect(all(await moment.open())).toEqual(records)
})

it('keeps the previous snapshot with its journals and removes older ones', async () => {
  const place = await StorePlace.make()
  for (let round = 0; round < 4; round++) {
    const store = await place.open()
    await insert(store)
    await store.close()
  }
  expect(await place.names()).toEqual([
    'journal.4.log',
    'journal.5.log',
    'metadata.json',
    'metadata.previous.json',
  ])
})

it('folds the journal once all has been quiet', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, limits: { quiet: 5 } })
  const done = fs.next('rename', /^metadata\.json$/)
  const record = await insert(store)
  await done
  expect(JSON.parse((await place.read('metadata.json')).toString()).files).toHaveProperty(record.id)
})

it('leaves a snapshot alone for which the journal is not a tenth', async () => {
  const place = await StorePlace.make()
  const first = await place.open()
  await Promise.all(Array.from({ length: 200 }, () => insert(first)))
  await first.close()
  const second = await place.open()
  await insert(second)
  await second.close()
  expect(await place.names()).not.toContain('journal.3.log')
  expect(all(await place.open())).toHaveLength(201)
})

it.each([
  ['space', 'write', /^metadata\.json\.tmp$/, 'ENOSPC'],
  ['descriptors', 'syncDirectory', /./, 'EMFILE'],
] as const)(
  'that fails for want of %s is reported and tried again, and writes go on',
  async (_what, method, name, code) => {
    const place = await StorePlace.make()
    const fs = new FaultFs()
    const store = await place.open({ fs, limits: { quiet: 5, retry: 5 } })
    fs.failNext(method, name, code)
    const done = fs.next('rename', /^metadata\.json$/)
    await insert(store)
    await done
    await insert(store)
    expect(place.reports.join()).toMatch(/^warn: /)
    await expect(store.check()).resolves.toBeUndefined()
    const killed = await fs.whileStill(() => place.copy())
    expect(all(await killed.open())).toEqual(all(store))
  }
)

it('stops all writing once another process has taken the directory', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, stillOwned: async () => false, limits: { journalLines: 1 } })
  const record = await insert(store)
  const codes = await Promise.all([codeOf(insert(store)), codeOf(insert(store))])
  expect(codes).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'])
  expect(await store.get(record.id)).toEqual(record)
  expect(place.reports.join()).toMatch(/fatal: .*taken over/)
  expect(fs.count('rename', 'metadata.json')).toBe(1)
})
