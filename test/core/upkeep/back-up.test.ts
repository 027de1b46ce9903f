import { beforeEach, describe, expect, test, vi } from 'vitest'
import { backUp, restore } from '../../../src/core/upkeep/back-up.js'
import { codeOf } from '../code-of.js'
import { MemoryStoreView } from './memory-store-view.js'
import { MemoryTarget } from './memory-target.js'

let source: MemoryStoreView
let target: MemoryTarget
const onProgress = () => {}

beforeEach(() => {
  source = new MemoryStoreView()
  target = new MemoryTarget()
})

describe('backUp', () => {
  test('copies every content, then commits, then tidies', async () => {
    source.put('a', 'one')
    source.put('b', 'two')
    const copied = await backUp({ source, target, onProgress })
    expect(copied).toMatchObject({ files: 2, bytes: 6, faults: [] })
    expect(target.texts()).toEqual({ a: 'one', b: 'two' })
    expect(target.done).toEqual(['commit', 'tidy'])
  })

  test('copies no content again that is there with its size', async () => {
    source.put('a', 'one')
    source.put('b', 'two')
    target.held.set('a', 3)
    target.held.set('b', 2)
    expect(await backUp({ source, target, onProgress })).toMatchObject({ files: 1 })
    expect([...target.contents.contents.keys()]).toEqual(['b'])
  })

  test('starts over from newer records when a content has gone with its file', async () => {
    source.put('a', 'one')
    source.put('b', 'two')
    source.before = (call, key) => {
      if (call !== 'open' || key !== 'a') return
      source.remove('a')
      source.put('c', 'made before that')
    }
    expect(await backUp({ source, target, onProgress })).toMatchObject({ faults: [] })
    expect(target.texts()).toEqual({ b: 'two', c: 'made before that' })
  })

  test('follows a file that is replaced under it, as often as it is', async () => {
    source.put('a', 'version 0')
    let version = 0
    source.before = (call) => {
      if (call !== 'open' || version === 50) return
      source.stored.delete(source.recordsById.get('a')?.contentKey ?? '')
      source.put('a', `version ${++version}`, `key ${version}`)
    }
    await backUp({ source, target, onProgress })
    expect(target.texts()).toEqual({ a: 'version 50' })
  })

  test('gives up without a commit where files come and go faster than it can copy', async () => {
    source.put('a', 'text')
    let version = 0
    source.before = (call) => {
      if (call !== 'open') return
      source.stored.delete(source.recordsById.get('a')?.contentKey ?? '')
      source.put('a', 'text', `key ${++version}`)
    }
    expect(await codeOf(() => backUp({ source, target, onProgress }))).toBe('STORE_UNAVAILABLE')
    expect(target.done).toEqual([])
  })

  test('names what is damaged, copies the rest, and keeps the record', async () => {
    source.put('gone', 'text')
    source.put('rotten', 'text')
    source.put('short', 'text')
    source.put('whole', 'text')
    source.stored.delete('gone')
    source.stored.set('rotten', { text: 'tent' })
    source.stored.set('short', { text: 'tex' })
    const { faults } = await backUp({ source, target, onProgress })
    expect(faults.map(({ kind, record }) => `${record.id}: ${kind}`).sort()).toEqual([
      'gone: content-missing',
      'rotten: digest-differs',
      'short: size-differs',
    ])
    expect(target.texts()).toEqual({ whole: 'text' })
    expect([...(target.view?.records() ?? [])]).toHaveLength(4)
    expect(target.contents.staged.size).toBe(0)
  })

  test('commits nothing when the target takes no more', async () => {
    source.put('a', 'one')
    target.contents.before = (method) => {
      if (method === 'publish') throw new Error('ENOSPC')
    }
    expect(await codeOf(() => backUp({ source, target, onProgress }))).toBe('Error: ENOSPC')
    expect(target.done).toEqual([])
  })

  test('tells of its progress', async () => {
    for (const id of ['a', 'b']) source.put(id, 'text')
    const told = vi.fn()
    await backUp({ source, target, onProgress: told })
    expect(told.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ])
  })
})

describe('restore', () => {
  test('commits what is whole', async () => {
    source.put('a', 'one')
    const options = { source, target, onProgress, acceptFaults: false }
    expect(await restore(options)).toMatchObject({ restored: true, files: 1 })
    expect(target.done).toEqual(['commit'])
  })

  test.each([
    [false, ['tidy']],
    [true, ['commit']],
  ])('with a fault, which is accepted: %j', async (acceptFaults, done) => {
    source.put('a', 'one')
    source.stored.set('a', { text: 'two' })
    const outcome = await restore({ source, target, onProgress, acceptFaults })
    expect(outcome).toMatchObject({ restored: acceptFaults, faults: [{ kind: 'digest-differs' }] })
    expect(target.done).toEqual(done)
  })
})
