import { expect, it } from 'vitest'
import type { FileRecord } from '../../../../src/core/file-record.js'
import {
  CreationList,
  type RecordView,
} from '../../../../src/storage/metadata/json/creation-list.js'
import { walkRecords } from '../../../../src/storage/metadata/json/walk-records.js'
import { newFile } from '../../../conformance/new-file.js'

const recordAt = (createdAt: number): FileRecord => ({
  ...newFile(),
  createdAt,
  updatedAt: createdAt,
  downloadCount: 0,
  revision: 1,
})

/** A number that looks random and is the same in every run. */
function sequence(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % below
  }
}

const ids = (view: RecordView, order: 'asc' | 'desc' = 'asc') =>
  [...walkRecords(view, order)].map(({ id, downloadCount }) => `${id} ${downloadCount}`)

it('agrees with a plain array through thousands of changes, and so do its snapshots', () => {
  const list = new CreationList()
  const model: FileRecord[] = []
  const kept: { view: RecordView; expected: string[] }[] = []
  const random = sequence(7)
  const texts = () => model.map(({ id, downloadCount }) => `${id} ${downloadCount}`)
  for (let step = 0; step < 12_000; step++) {
    const at = random(Math.max(1, model.length))
    const record = model[at]
    // Grows first and shrinks later, so that chunks fill, empty and merge.
    const grow = random(10) < (step < 6000 ? 8 : 2)
    if (grow || record === undefined) {
      const added = recordAt(step * 10)
      list.append(added)
      model.push(added)
    } else if (random(3) === 0) {
      const changed = { ...record, downloadCount: record.downloadCount + 1 }
      list.replace(record, changed)
      model[at] = changed
    } else {
      list.remove(record)
      model.splice(at, 1)
    }
    if (step % 1500 === 0) kept.push({ view: list.snapshot(), expected: texts() })
  }
  expect(list.size).toBe(model.length)
  expect(list.last).toBe(model.at(-1))
  expect(ids(list.live)).toEqual(texts())
  expect(ids(list.live, 'desc')).toEqual(texts().toReversed())
  for (const { view, expected } of kept) expect(ids(view)).toEqual(expected)
})

it('finds its place behind any row, also one that is gone', () => {
  const list = new CreationList()
  const records = Array.from({ length: 3000 }, (_, i) => recordAt(i * 2))
  for (const record of records) list.append(record)
  for (const i of [0, 1, 1023, 1024, 1025, 2047, 2048, 2998, 2999]) {
    const { createdAt: value, id } = records[i] as FileRecord
    for (const time of [value, value + 1]) {
      const after = { value: time, id }
      const up = walkRecords(list.live, 'asc', after).next().value
      expect(up || undefined).toBe(records[i + 1])
      const down = walkRecords(list.live, 'desc', after).next().value
      expect(down || undefined).toBe(records[time === value ? i - 1 : i])
    }
  }
})

it('finds each of several records of one moment, in the order of their ids', () => {
  const list = new CreationList()
  const records = ['a', 'b', 'c'].map((id) => ({ ...recordAt(5), id }))
  for (const record of records) list.append(record)
  const [a, b, c] = records as [FileRecord, FileRecord, FileRecord]
  list.replace(b, { ...b, downloadCount: 1 })
  list.remove(a)
  list.replace(c, { ...c, downloadCount: 2 })
  expect(ids(list.live)).toEqual(['b 1', 'c 2'])
})
