import { describe, expect, test } from 'vitest'
import {
  contentOf,
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from '../../../conformance/content-bytes.js'
import { newId } from '../../../conformance/new-file.js'
import { sourceOf } from '../../../core/sources.js'
import { ContentPlace } from './content-place.js'

const mebi = 1024 * 1024

async function opened() {
  const place = await ContentPlace.make()
  return { place, fs: place.fs, store: await place.open() }
}

describe('stage', () => {
  test('writes to tmp, for the owner alone, and to content at publication', async () => {
    const { place, store } = await opened()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    expect(await place.files()).toEqual(['tmp/k.part 10'])
    await staged.publish()
    expect(await place.files()).toEqual(['content/k 10'])
  })

  // A full disk took 388 of 700 bytes without an error; only the next call has one.
  test('completes writes of which the disk took a part', async () => {
    const { fs, store } = await opened()
    const bytes = someBytes(10_000)
    fs.intercept = ({ method }) => (method === 'write' ? 999 : undefined)
    const staged = await store.stage('k', inChunks(bytes, 700))
    fs.heal()
    await staged.publish()
    expect(fs.count('write', 'k.part')).toBeGreaterThan(3)
    expect(await contentOf(store, 'k', bytes.length)).toEqual(bytes)
  })

  test('is cut off when its bytes, which nobody announced, would use up the reserve', async () => {
    const place = await ContentPlace.make()
    let free = 100 * mebi
    place.fs.freeSpace = async () => free
    const store = await place.open(place.fs, 50 * mebi)
    async function* endless() {
      for (;;) {
        yield Buffer.alloc(mebi)
        free -= mebi
      }
    }
    expect(await failure(store.stage('k', endless()))).toBe('INSUFFICIENT_STORAGE')
    expect(await place.files()).toEqual([])
  })

  test('is INSUFFICIENT_STORAGE when the disk takes nothing more, without an error', async () => {
    const { fs, place, store } = await opened()
    fs.intercept = ({ method }) => (method === 'write' ? 0 : undefined)
    expect(await failure(store.stage('k', inChunks(someBytes(10))))).toBe('INSUFFICIENT_STORAGE')
    expect(await place.files()).toEqual([])
  })

  test.each([
    ['ENOSPC', 'INSUFFICIENT_STORAGE'],
    ['EDQUOT', 'INSUFFICIENT_STORAGE'],
    ['EFBIG', 'INSUFFICIENT_STORAGE'],
    ['EIO', 'STORE_UNAVAILABLE'],
    ['EROFS', 'STORE_UNAVAILABLE'],
  ])(
    'leaves nothing behind when writing fails with %s, and works again afterwards',
    async (native, code) => {
      const { fs, place, store } = await opened()
      const source = sourceOf(Array.from({ length: 20 }, () => someBytes(mebi)))
      fs.fail('write', native)
      expect(await failure(store.stage('k', source))).toBe(code)
      expect(source.left).toBe(true)
      expect(source.pulled).toBeLessThan(5)
      fs.heal()
      expect(await place.files()).toEqual([])
      expect(fs.openFiles).toEqual([])
      await published(store, someBytes(10))
    }
  )

  test.each([
    ['ENOSPC', 'INSUFFICIENT_STORAGE'],
    ['EMFILE', 'STORE_UNAVAILABLE'],
    ['EACCES', 'STORE_UNAVAILABLE'],
  ])('asks for no byte when the file cannot be made: %s', async (native, code) => {
    const { fs, store } = await opened()
    const source = sourceOf(['x'])
    fs.fail('open', native)
    expect(await failure(store.stage('k', source))).toBe(code)
    expect(source.pulled).toBe(0)
  })

  test('waits for the write that is under way before it closes the file of a broken source', async () => {
    const { fs, store, place } = await opened()
    const order: string[] = []
    fs.intercept = async ({ method }) => {
      if (method === 'write') await new Promise(setImmediate)
      return undefined
    }
    fs.onDone = ({ method }) => order.push(method)
    const source = sourceOf([someBytes(2 * mebi), new Error('gone')])
    expect(await failure(store.stage('k', source))).toBe('Error: gone')
    expect(order).toEqual(['open', 'write', 'close', 'unlink'])
    expect(await place.files()).toEqual([])
  })

  test('pulls no more than two batches ahead of the disk', async () => {
    const { fs, store } = await opened()
    let [written, pulled, most] = [0, 0, 0]
    fs.intercept = async ({ method }) => {
      if (method === 'write') await new Promise(setImmediate)
      return undefined
    }
    fs.onDone = ({ method }) => {
      if (method === 'write') written += mebi
    }
    async function* source() {
      for (let i = 0; i < 256; i++) {
        pulled += mebi / 8
        most = Math.max(most, pulled - written)
        yield Buffer.alloc(mebi / 8)
      }
    }
    await (await store.stage('k', source())).discard()
    expect(most).toBeLessThanOrEqual(3 * mebi)
  })

  test('gathers small chunks before it writes', async () => {
    const { fs, store } = await opened()
    const staged = await store.stage('k', inChunks(someBytes(500), 1))
    expect(fs.count('write', 'k.part')).toBe(1)
    await staged.discard()
    const many = await store.stage('m', inChunks(someBytes(5000), 1))
    expect(fs.count('write', 'm.part')).toBeLessThan(15)
    await many.discard()
  })
})

describe('publish', () => {
  test.each(['rename', 'datasync'])(
    'that fails at its %s leaves nothing when it is discarded',
    async (method) => {
      const { fs, place, store } = await opened()
      const staged = await store.stage('k', inChunks(someBytes(10)))
      fs.fail(method, 'ENOSPC')
      expect(await failure(staged.publish())).toBe('INSUFFICIENT_STORAGE')
      fs.heal()
      await staged.discard()
      expect(await place.files()).toEqual([])
      expect(fs.openFiles).toEqual([])
    }
  )

  test('that fails at the sync of the directory leaves nothing when it is discarded', async () => {
    const { fs, place, store } = await opened()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    fs.fail('syncDirectory', 'EIO')
    expect(await failure(staged.publish())).toBe('STORE_UNAVAILABLE')
    await staged.discard()
    expect(await place.files()).toEqual([])
  })

  test('that failed fails again, and does nothing', async () => {
    const { fs, store } = await opened()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    fs.fail('datasync', 'ENOSPC')
    const codes = [await failure(staged.publish()), await failure(staged.publish())]
    expect(codes).toEqual(['INSUFFICIENT_STORAGE', 'INSUFFICIENT_STORAGE'])
    expect(fs.count('datasync', 'k.part')).toBe(1)
  })
})

describe('discard', () => {
  test('swallows what it cannot remove; the next start does it', async () => {
    const { fs, place, store } = await opened()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    fs.fail('unlink', 'EIO')
    await staged.discard()
    fs.heal()
    expect(await place.files()).toEqual(['tmp/k.part 10'])
    await place.open()
    expect(await place.files()).toEqual([])
  })
})

describe('open files', () => {
  test('are closed whatever becomes of an upload or a download', async () => {
    const { fs, store } = await opened()
    const key = await published(store, someBytes(mebi))
    const staged = await store.stage('k', inChunks(someBytes(10)))
    await staged.discard()
    await failure(store.stage('b', sourceOf(['x', new Error('gone')])))
    await contentOf(store, key, mebi)
    const unread = await store.open(key, rangeOf(mebi))
    await unread.return?.()
    const left = await store.open(key, rangeOf(mebi))
    await left.next()
    await left.return?.()
    await failure(store.open(key, rangeOf(5)))
    await failure(store.open(newId(), rangeOf(5)))
    fs.fail('read', 'EIO')
    expect(await failure(contentOf(store, key, mebi))).toBe('STORE_UNAVAILABLE')
    expect(fs.openFiles).toEqual([])
  })
})
