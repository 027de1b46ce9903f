import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Problem, verify } from '../../../src/core/upkeep/verify.js'
import { MemoryStoreView } from './memory-store-view.js'

let store: MemoryStoreView
beforeEach(() => {
  store = new MemoryStoreView()
})

async function problems(readData = true): Promise<readonly Problem[]> {
  return (await verify(store, { readData, onProgress: () => {} })).problems
}

describe('verify', () => {
  test('finds nothing in an empty store, nor in one that is whole', async () => {
    expect(await problems()).toEqual([])
    store.put('a', 'one')
    store.put('b', 'three')
    const found = await verify(store, { readData: true, onProgress: () => {} })
    expect(found).toEqual({ files: 2, bytes: 8, arriving: 0, problems: [] })
  })

  test('names every kind of fault with its record, in order of creation', async () => {
    const records = ['gone', 'short', 'link', 'rotten', 'whole'].map((id) => store.put(id, 'text'))
    store.stored.delete('gone')
    store.stored.set('short', { text: 'tex' })
    store.stored.set('link', { text: 'text', isFile: false })
    store.stored.set('rotten', { text: 'tent' })
    store.stored.set('stranger', { text: 'who' })
    expect(await problems()).toEqual([
      { kind: 'content-missing', record: records[0] },
      { kind: 'size-differs', size: 3, record: records[1] },
      { kind: 'not-a-file', record: records[2] },
      { kind: 'digest-differs', sha256: expect.any(String), record: records[3] },
      { kind: 'content-without-record', contentKey: 'stranger', size: 3 },
    ])
    expect(await problems(false)).toHaveLength(4)
  })

  test('says why when the disk does not give the bytes', async () => {
    const record = store.put('a', 'text')
    store.before = (call) => {
      if (call === 'open') throw new Error('EIO: i/o error, read')
    }
    expect(await problems()).toEqual([
      { kind: 'unreadable', reason: 'EIO: i/o error, read', record },
    ])
  })

  test('names metadata that another part has to stand in for', async () => {
    store.damage = 'metadata.json is scribbled on'
    expect(await problems()).toEqual([{ kind: 'snapshot-damaged', reason: store.damage }])
  })

  test('tells of its progress', async () => {
    for (const id of ['a', 'b', 'c']) store.put(id, 'text')
    const onProgress = vi.fn()
    await verify(store, { readData: false, onProgress })
    expect(onProgress.mock.calls).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })
})

describe('beside a server, verify', () => {
  beforeEach(() => {
    store.inUse = true
  })

  test('calls a file that is deleted after the records were read no problem', async () => {
    store.put('a', 'text')
    store.put('b', 'text')
    store.before = (call, key) => {
      if (call === 'find' && key === 'a') store.remove('a')
    }
    expect(await problems()).toEqual([])
  })

  test('looks at the new content of a file that is replaced after the records were read', async () => {
    store.put('a', 'text')
    store.before = (call) => {
      if (call !== 'find' || store.reads !== 1) return
      store.stored.delete('a')
      store.put('a', 'newer', 'second')
      store.stored.set('second', { text: 'newel' })
    }
    expect(await problems()).toMatchObject([
      { kind: 'digest-differs', record: { id: 'a', contentKey: 'second', revision: 2 } },
    ])
  })

  test('gives up on a file that is replaced before every look, without a false alarm', async () => {
    store.put('a', 'text')
    let version = 0
    store.before = (call) => {
      if (call !== 'find') return
      store.stored.delete(store.recordsById.get('a')?.contentKey ?? '')
      store.put('a', 'text', `version ${++version}`)
    }
    expect(await problems()).toEqual([])
  })

  test('still names a content that is really missing', async () => {
    store.put('a', 'text')
    store.stored.delete('a')
    expect(await problems()).toMatchObject([{ kind: 'content-missing', record: { id: 'a' } }])
  })

  test('waits for the record of a content that was there first', async () => {
    store.stored.set('a', { text: 'text' })
    store.before = (call) => {
      if (call === 'read' && store.reads === 1) store.put('a', 'text')
    }
    expect(await problems()).toEqual([])
  })

  test('waits for a content to go whose record has gone', async () => {
    store.stored.set('a', { text: 'text' })
    store.before = (call) => {
      if (call === 'read' && store.reads === 2) store.stored.delete('a')
    }
    expect(await problems()).toEqual([])
  })

  test('counts a new content without a record as arriving, and names an old one', async () => {
    store.stored.set('new', { text: 'text', modifiedAt: Date.now() })
    store.stored.set('old', { text: 'text', modifiedAt: Date.now() - 3_600_000 })
    const found = await verify(store, { readData: false, onProgress: () => {} })
    expect(found).toMatchObject({ arriving: 1, problems: [{ contentKey: 'old' }] })
  })
})
