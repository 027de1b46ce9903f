import { mkdir, rm } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { nodeFs } from '../../../../src/storage/fs/node-fs.js'
import { installRecords } from '../../../../src/storage/metadata/json/install-records.js'
import { StoreCorruptError } from '../../../../src/storage/metadata/json/store-corrupt-error.js'
import { StoreMissingError } from '../../../../src/storage/metadata/json/store-missing-error.js'
import { newFile } from '../../../conformance/new-file.js'
import { all, insert, StorePlace } from './store-place.js'

/** A directory that was closed twice, so that it has a snapshot, one before it, and the journals of both. */
async function closedTwice() {
  const place = await StorePlace.make()
  for (let round = 0; round < 2; round++) {
    const store = await place.open()
    await insert(store, { name: 'Zoë "1"\\.txt', publishedAs: 'Zoë_1.txt' })
    await store.close()
  }
  const store = await place.open()
  await insert(store)
  const records = all(store)
  return { killed: await place.copy(), records }
}

it('is valid JSON with one record a line', async () => {
  const { killed, records } = await closedTwice()
  const text = (await killed.read('metadata.json')).toString()
  const parsed = JSON.parse(text)
  expect(Object.keys(parsed)).toEqual([
    'format',
    'storeId',
    'generation',
    'lastSeq',
    'lastTime',
    'files',
    'count',
    'crc',
  ])
  expect(parsed).toMatchObject({ format: 1, generation: 3, count: 2 })
  const [first] = records
  const { id, ...members } = first as (typeof records)[0]
  expect(parsed.files[id]).toEqual(members)
  expect(text.split('\n').filter((line) => line.includes('contentKey'))).toHaveLength(2)
})

it('is refused when any byte of it changed and there is nothing to fall back to', async () => {
  const place = await StorePlace.make()
  const store = await place.open()
  await insert(store)
  await store.close()
  await rm(place.path('metadata.previous.json'))
  const good = await place.read('metadata.json')
  for (let at = 0; at < good.length; at++) {
    const changed = Buffer.from(good)
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
    await place.write('metadata.json', changed)
    await expect(place.open()).rejects.toBeInstanceOf(StoreCorruptError)
  }
  await place.write('metadata.json', good.subarray(0, -1))
  await expect(place.open()).rejects.toBeInstanceOf(StoreCorruptError)
  await place.write('metadata.json', Buffer.concat([good, Buffer.from('{}\n')]))
  await expect(place.open()).rejects.toBeInstanceOf(StoreCorruptError)
})

it('falls back to the previous one when it is damaged, and says so', async () => {
  const { killed, records } = await closedTwice()
  await killed.write('metadata.json', 'scribble')
  const store = await killed.open()
  expect(all(store)).toEqual(records)
  expect(killed.reports.join()).toContain('metadata.previous.json')
  await insert(store)
  await store.close()
  expect(all(await killed.open())).toHaveLength(records.length + 1)
})

it('falls back to the previous one when a crash left none in place', async () => {
  const { killed, records } = await closedTwice()
  await rm(killed.path('metadata.json'))
  const store = await killed.open()
  expect(all(store)).toEqual(records)
  await store.close()
  expect(all(await killed.open())).toEqual(records)
})

it('never falls back where a journal in between is missing', async () => {
  const { killed } = await closedTwice()
  await killed.write('metadata.json', 'scribble')
  const before = await killed.copy()
  await rm(killed.path('journal.2.log'))
  await expect(killed.open()).rejects.toMatchObject({ file: killed.path('metadata.json') })
  await rm(before.path('journal.3.log'))
  await expect(before.open()).rejects.toMatchObject({ file: before.path('metadata.json') })
})

it('is refused with a format this version does not know', async () => {
  const { killed } = await closedTwice()
  await rm(killed.path('metadata.previous.json'))
  const text = (await killed.read('metadata.json')).toString()
  await killed.write('metadata.json', text.replace('"format":1', '"format":2'))
  await expect(killed.open()).rejects.toMatchObject({ offset: 0 })
})

it('is not made anew beside content or journals of a store that was lost', async () => {
  const withContent = await StorePlace.make()
  await mkdir(withContent.path('content/ab'), { recursive: true })
  await (await withContent.copy()).open()
  await withContent.write('content/ab/abc', 'bytes')
  await expect(withContent.open()).rejects.toBeInstanceOf(StoreMissingError)
  expect(await withContent.names()).toEqual(['content'])

  const withIncoming = await StorePlace.make()
  await mkdir(withIncoming.path('tmp'))
  await (await withIncoming.copy()).open()
  await withIncoming.write('tmp/abc.part', 'bytes')
  await expect(withIncoming.open()).rejects.toThrow(/STORE_MISSING.*metadata\.json.*tmp/)

  const withJournal = await StorePlace.make()
  await withJournal.write('journal.1.log', 'something')
  await expect(withJournal.open()).rejects.toThrow(/STORE_MISSING.*metadata\.json.*journal\.1\.log/)
})

it('may have records of one moment, as several writers of a database make them', async () => {
  const place = await StorePlace.make()
  const times = { createdAt: 5, updatedAt: 9, downloadCount: 2, revision: 3 }
  const records = Array.from({ length: 5 }, () => ({
    ...newFile({ publishedAs: 'a.txt' }),
    ...times,
  }))
  records.sort((a, b) => (a.id < b.id ? -1 : 1))
  const facts = { storeId: 'moved', lastSeq: 0, lastTime: 9 }
  await installRecords(nodeFs, place.directory, { facts, records: () => records })
  const store = await place.open()
  expect(all(store)).toEqual(records)
  expect(await store.findPublished('a.txt')).toEqual(records[4])
  await store.delete(records[2]?.id as string, {})
  const { after } = await store.update(records[3]?.id as string, { name: 'b' }, {})
  await store.close()
  const again = await place.open()
  expect(all(again)).toEqual([records[0], records[1], after, records[4]])
  await again.close()
})
