import { expect, it } from 'vitest'
import type { Measure, Measured } from '../../../../src/core/measure.js'
import { FaultFs } from '../../../support/fs/fault-fs.js'
import { codeOf, insert, StorePlace } from './store-place.js'

/** A store that tells what it measures, and all that it told of one kind. */
async function measured() {
  const place = await StorePlace.make()
  const fs = new FaultFs()
  const told: Parameters<Measure>[] = []
  const store = await place.open({ fs, measure: (...said) => told.push(said) })
  const of = (kind: Measured) => told.filter(([what]) => what === kind).map(([, value]) => value)
  return { fs, store, told, of }
}

it('tells of each batch how long write and sync took and how many changes it held', async () => {
  const { store, told, of } = await measured()
  await Promise.all(Array.from({ length: 30 }, () => insert(store)))
  expect(told.map(([what]) => what)).toEqual(['journalAppend', 'journalBatch', 'journalSync'])
  expect(of('journalBatch')).toEqual([30])
  for (const seconds of [...of('journalAppend'), ...of('journalSync')]) {
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(10)
  }
})

it('tells of a sync for every one that the disk was asked for', async () => {
  const { fs, store, of } = await measured()
  const before = fs.count('datasync', 'journal.1.log')
  for (let i = 0; i < 5; i++) await insert(store)
  expect(of('journalSync')).toHaveLength(fs.count('datasync', 'journal.1.log') - before)
})

it('tells of a snapshot once it is in place', async () => {
  const { store, of } = await measured()
  await insert(store)
  expect(of('compaction')).toEqual([])
  await store.close()
  expect(of('compaction')).toEqual([expect.any(Number)])
})

it('does not measure what fails', async () => {
  const { fs, store, told } = await measured()
  fs.failNext('write', /journal/, 'ENOSPC')
  expect(await codeOf(insert(store))).toBe('INSUFFICIENT_STORAGE')
  expect(told).toEqual([])
  fs.failNext('datasync', /journal/, 'EIO')
  expect(await codeOf(insert(store))).toBe('DURABILITY_UNKNOWN')
  expect(told.map(([what]) => what)).toEqual(['journalAppend', 'journalBatch'])
  await store.close()
  expect(told).toHaveLength(2)
})
