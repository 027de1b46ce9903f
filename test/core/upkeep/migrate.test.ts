import { beforeEach, describe, expect, test, vi } from 'vitest'
import { FileError } from '../../../src/core/errors.js'
import { migrate } from '../../../src/core/upkeep/migrate.js'
import { codeOf } from '../code-of.js'
import { MemoryMigration, migrationSource } from './memory-migration.js'
import { MemoryStoreView } from './memory-store-view.js'

let store: MemoryStoreView
let target: MemoryMigration

beforeEach(() => {
  store = new MemoryStoreView()
  target = new MemoryMigration()
})

const run = ({ acceptFaults = false, check = () => {}, onProgress = () => {} } = {}) =>
  migrate({ source: migrationSource(store, check), target, acceptFaults, onProgress })

describe('migrate', () => {
  test('brings every content before its record, and finishes last', async () => {
    const records = [store.put('a', 'one'), store.put('b', 'two', 'key of b')]
    expect(await run()).toEqual({
      finished: true,
      files: 2,
      bytes: 6,
      copiedFiles: 2,
      copiedBytes: 6,
      faults: [],
    })
    expect(target.adopted).toEqual(records)
    expect(target.contents.contents.get('key of b')?.toString()).toBe('two')
    expect(target.done).toEqual(['content a', 'content key of b', 'record a', 'record b', 'finish'])
  })

  test('has no more contents without a record at a time than belong to 256 of them', async () => {
    for (let i = 0; i < 1000; i++) store.put(`${i}`, `${i}`)
    await run()
    let without = 0
    for (const step of target.done) {
      without += step.startsWith('content') ? 1 : step.startsWith('record') ? -1 : 0
      expect(without).toBeLessThanOrEqual(256)
    }
    expect(target.adopted).toHaveLength(1000)
  })

  test('goes on behind what an earlier run has brought', async () => {
    const [a] = [store.put('a', 'one'), store.put('b', 'two'), store.put('c', 'three')]
    target.isResumed = true
    await target.adopt([a as never])
    target.contents.contents.set('b', Buffer.from('two'))
    target.done.length = 0
    expect(await run()).toMatchObject({ files: 3, bytes: 11, copiedFiles: 1, copiedBytes: 5 })
    expect(target.done).toEqual(['content c', 'record b', 'record c', 'finish'])
  })

  test('goes on among records of one moment, and where earlier ones were left out', async () => {
    for (const id of ['a', 'b', 'c', 'd'])
      store.recordsById.set(id, { ...store.put(id, id), createdAt: 5 })
    target.isResumed = true
    await target.adopt(['b', 'd'].map((id) => store.recordsById.get(id) as never))
    expect(await run()).toMatchObject({ files: 4, copiedFiles: 2 })
    expect(target.adopted.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  test.each([
    ['is not in the source', () => store.recordsById.delete('a')],
    ['is another one there', () => void store.put('a', 'newer', 'other key')],
    ['came behind all others', () => store.recordsById.delete('b')],
  ])('does not go on with a target that has a record which %s', async (_title, change) => {
    await target.adopt([store.put('a', 'one'), store.put('b', 'two')])
    target.done.length = 0
    target.isResumed = true
    change()
    await expect(run()).rejects.toMatchObject({ kind: 'unfit-target' })
    expect(target.done).not.toContain('finish')
  })

  test('finishes nothing where the source was changed meanwhile, if only in a count', async () => {
    const record = store.put('a', 'one')
    store.before = (call) => {
      if (call === 'open') store.recordsById.set('a', { ...record, downloadCount: 1 })
    }
    await expect(run()).rejects.toMatchObject({ kind: 'in-use' })
    expect(target.done).not.toContain('finish')
  })

  test('names what is damaged, moves nothing of it, and finishes only where that is accepted', async () => {
    for (const id of ['gone', 'rotten', 'short', 'whole']) store.put(id, 'text')
    store.stored.delete('gone')
    store.stored.set('rotten', { text: 'tent' })
    store.stored.set('short', { text: 'tex' })
    const { finished, faults, files } = await run()
    expect([finished, files]).toEqual([false, 1])
    expect(faults.map(({ kind, record }) => `${record.id}: ${kind}`)).toEqual([
      'gone: content-missing',
      'rotten: digest-differs',
      'short: size-differs',
    ])
    expect(target.done).toEqual(['content whole', 'record whole'])
    expect(target.contents.staged.size).toBe(0)
    target.isResumed = true
    expect(await run({ acceptFaults: true })).toMatchObject({ finished: true, copiedFiles: 0 })
    expect(target.done.at(-1)).toBe('finish')
  })

  test('tells a store that is away from a content that cannot be read', async () => {
    store.put('a', 'one')
    store.before = (call) => {
      if (call === 'open') throw new FileError('STORE_UNAVAILABLE')
    }
    const check = () => {
      throw new FileError('STORE_UNAVAILABLE', { detail: 'the bucket is away' })
    }
    await expect(run({ check })).rejects.toThrow('the bucket is away')
    expect((await run()).faults).toMatchObject([{ kind: 'unreadable' }])
  })

  test('reads again what could not be read to its end', async () => {
    store.put('a', 'one')
    let opened = 0
    store.before = (call) => {
      if (call === 'open' && ++opened < 3) throw new FileError('STORE_UNAVAILABLE')
    }
    expect(await run()).toMatchObject({ finished: true, copiedFiles: 1, faults: [] })
  })

  test('ends with what the target says when it takes no more, and adopts nothing of that', async () => {
    store.put('a', 'one')
    target.contents.before = (method) => {
      if (method === 'ensureSpace') throw new FileError('INSUFFICIENT_STORAGE')
    }
    expect(await codeOf(run)).toBe('INSUFFICIENT_STORAGE')
    expect(target.done).toEqual([])
  })

  test('tells of its progress, also over what was there', async () => {
    target.isResumed = true
    await target.adopt([store.put('a', 'text')])
    store.put('b', 'text')
    const onProgress = vi.fn()
    await run({ onProgress })
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ])
  })
})
