import { expect, it } from 'vitest'
import { FaultFs } from '../../../support/fs/fault-fs.js'
import { all, insert, StorePlace } from './store-place.js'

it('keeps every confirmed change when the process is killed', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  const records = await Promise.all(Array.from({ length: 30 }, () => insert(store)))
  const [renamed, counted, deleted] = records.map(({ id }) => id) as [string, string, string]
  await store.update(renamed, { name: 'renamed' }, {})
  await store.addDownload(counted)
  await store.delete(deleted, {})

  const reopened = await (await place.copy()).open()
  expect(all(reopened)).toEqual(all(store))
  expect(await reopened.get(counted)).toMatchObject({ downloadCount: 1 })
})

it('keeps a confirmed change at every moment of a long run', async () => {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const store = await place.open({ fs, limits: { journalLines: 7 } })
  for (let round = 0; round < 12; round++) {
    const records = await Promise.all([insert(store), insert(store), insert(store)])
    await store.update(records[0].id, { name: `${round}` }, {})
    const confirmed = all(store)
    const killed = await fs.whileStill(() => place.copy())
    expect(all(await killed.open())).toEqual(confirmed)
  }
})

it('goes on from a killed process through several more', async () => {
  let place = await StorePlace.make()
  for (let round = 1; round <= 5; round++) {
    const store = await place.open()
    await insert(store)
    expect(all(store)).toHaveLength(round)
    place = await place.copy()
  }
})

it('removes a snapshot that was not finished', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await insert(store)
  const killed = await place.copy()
  await killed.write('metadata.json.tmp', 'half a snap')
  expect(all(await killed.open())).toEqual(all(store))
  expect(await killed.names()).not.toContain('metadata.json.tmp')
})

it('starts afresh where a first start was cut off', async () => {
  const place = await StorePlace.make()
  await place.write('journal.1.log', '')
  await place.write('metadata.json.tmp', '{')
  const store = await place.open()
  await insert(store)
  expect(await place.names()).toEqual(['journal.1.log', 'metadata.json'])
})
