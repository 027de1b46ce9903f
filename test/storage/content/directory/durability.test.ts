import { describe, expect, test } from 'vitest'
import {
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from '../../../conformance/content-bytes.js'
import { newId } from '../../../conformance/new-file.js'
import { latch } from '../../../core/latch.js'
import { ContentPlace } from './content-place.js'

describe('a removal', () => {
  test('is synced with others: never are so many undone by a power cut that a start would refuse', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    for (let index = 0; index < 260; index++) await place.put(`content/key-${index}`)
    place.fs.calls.length = 0
    for (let index = 0; index < 130; index++) await store.delete(`key-${index}`)
    const syncs = () => place.fs.steps.filter((step) => step === 'syncDirectory content').length
    expect(syncs()).toBe(2)
    // Many at once wait for the same sync, once there are too many of them.
    const rest = Array.from({ length: 130 }, (_, index) => store.delete(`key-${130 + index}`))
    await Promise.all(rest)
    expect(syncs()).toBeGreaterThan(2)
    expect(place.fs.steps.slice(-50)).toContain('syncDirectory content')
  })

  test('that cannot be synced is the end of the store, as every failed sync', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    place.fs.fail('syncDirectory', 'EIO')
    for (let index = 0; index < 49; index++) await store.delete(`key-${index}`)
    expect(await failure(store.delete('one more'))).toBe('STORE_UNAVAILABLE')
    expect(place.reports).toEqual([['fatal', expect.stringMatching(/synced/), expect.anything()]])
  })
})

describe('a publication', () => {
  test('syncs the bytes, renames them and syncs the directory, before it resolves', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    place.fs.calls.length = 0
    await staged.publish()
    expect(place.fs.steps).toEqual(['datasync k.part', 'rename k', 'syncDirectory content'])
  })

  test('of what was placed with others syncs the directory all the same', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    await staged.place()
    place.fs.calls.length = 0
    await staged.publish()
    expect(place.fs.steps).toEqual(['syncDirectory content'])
  })

  test('tells how long both syncs took', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    await published(store, someBytes(10))
    expect(place.measured).toEqual([
      ['contentSync', expect.any(Number)],
      ['directorySync', expect.any(Number)],
    ])
    for (const [, seconds] of place.measured) expect(seconds).toBeGreaterThan(0)
  })

  test('does not measure a sync that fails', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    place.fs.fail('datasync', 'EIO')
    expect(await failure(staged.publish())).toBe('STORE_UNAVAILABLE')
    expect(place.measured).toEqual([])
  })

  test.each([
    ['datasync', 'k.part'],
    ['rename', 'k'],
    ['syncDirectory', 'content'],
  ])('waits for the end of its %s', async (method, name) => {
    const { fs, open } = await opened()
    const store = await open()
    const staged = await store.stage('k', inChunks(someBytes(10)))
    const [reached, gate] = [latch(), latch()]
    fs.intercept = async (call) => {
      if (call.method !== method || call.name !== name) return undefined
      reached.open()
      await gate.opened
      return undefined
    }
    let resolved = false
    const publishing = staged.publish().then(() => {
      resolved = true
    })
    await reached.opened
    await new Promise(setImmediate)
    expect(resolved).toBe(false)
    expect(fs.steps.at(-1)).toBe(`${method} ${name}`)
    gate.open()
    await publishing
  })

  test('is not needed to take bytes in: nothing is synced before it', async () => {
    const { fs, open } = await opened()
    const store = await open()
    fs.calls.length = 0
    const staged = await store.stage('k', inChunks(someBytes(3_000_000)))
    expect(fs.calls.filter(({ method }) => /sync/i.test(method))).toEqual([])
    await staged.discard()
  })

  test('shares the sync of the directory with those that come while another one runs', async () => {
    const { fs, open } = await opened()
    const store = await open()
    const staged = await Promise.all(
      Array.from({ length: 20 }, () => store.stage(newId(), inChunks(someBytes(10))))
    )
    fs.calls.length = 0
    const [running, gate] = [latch(), latch()]
    let renamed = 0
    fs.intercept = async ({ method }) => {
      if (method === 'rename') renamed++
      if (method !== 'syncDirectory') return undefined
      running.open()
      await gate.opened
      return undefined
    }
    const publishing = staged.map((one) => one.publish())
    await running.opened
    await expect.poll(() => renamed).toBe(20)
    // The last of them still have to ask for their sync.
    await new Promise(setImmediate)
    gate.open()
    await Promise.all(publishing)
    expect(fs.count('syncDirectory', 'content')).toBeLessThanOrEqual(3)
    expect(fs.count('syncDirectory', 'content')).toBeGreaterThanOrEqual(2)
    const order = fs.steps
    expect(order.lastIndexOf('syncDirectory content')).toBeGreaterThan(
      order.findLastIndex((step) => step.startsWith('rename'))
    )
  })
})

describe('a sync that fails', () => {
  test.each(['datasync', 'syncDirectory'])(
    'fails its publication, and every later one until the next start: %s',
    async (method) => {
      const { fs, open, reports } = await opened()
      const store = await open()
      const [one, two] = await Promise.all(
        ['one', 'two'].map((key) => store.stage(key, inChunks(someBytes(10))))
      )
      fs.fail(method, 'EIO')
      expect(await failure(one?.publish() as Promise<void>)).toBe('STORE_UNAVAILABLE')
      fs.heal()
      fs.calls.length = 0
      // The kernel would say yes this time, without the bytes being there: it is not asked again.
      expect(await failure(two?.publish() as Promise<void>)).toBe('STORE_UNAVAILABLE')
      expect(await failure(one?.publish() as Promise<void>)).toBe('STORE_UNAVAILABLE')
      expect(await failure(store.stage('three', inChunks(someBytes(10))))).toBe('STORE_UNAVAILABLE')
      expect(await failure(store.check())).toBe('STORE_UNAVAILABLE')
      expect(fs.calls).toEqual([])
      expect(reports.map(([level]) => level)).toEqual(['fatal'])

      const again = await open()
      await again.check()
      await published(again, someBytes(10))
    }
  )

  test('fails those that wait for the same sync of the directory as well', async () => {
    const { fs, open } = await opened()
    const store = await open()
    const staged = await Promise.all(
      Array.from({ length: 10 }, () => store.stage(newId(), inChunks(someBytes(10))))
    )
    fs.fail('syncDirectory', 'EIO')
    const codes = await Promise.all(staged.map((one) => failure(one.publish())))
    expect(new Set(codes)).toEqual(new Set(['STORE_UNAVAILABLE']))
    expect(fs.count('syncDirectory', 'content')).toBe(1)
  })

  test('takes a publication with it that was under way beside it', async () => {
    const { fs, open } = await opened()
    const store = await open()
    const slow = await store.stage('slow', inChunks(someBytes(10)))
    const broken = await store.stage('broken', inChunks(someBytes(10)))
    const [reached, gate] = [latch(), latch()]
    fs.intercept = async ({ method, name }) => {
      if (method !== 'datasync') return undefined
      if (name === 'broken.part') throw Object.assign(new Error('EIO'), { code: 'EIO' })
      reached.open()
      await gate.opened
      return undefined
    }
    const publishing = failure(slow.publish())
    await reached.opened
    expect(await failure(broken.publish())).toBe('STORE_UNAVAILABLE')
    gate.open()
    expect(await publishing).toBe('STORE_UNAVAILABLE')
  })

  test('lets contents be read and removed all the same', async () => {
    const { fs, open } = await opened()
    const store = await open()
    const key = await published(store, someBytes(10))
    const staged = await store.stage('k', inChunks(someBytes(10)))
    fs.fail('datasync', 'EIO')
    await failure(staged.publish())
    const reader = await store.open(key, rangeOf(10))
    expect((await reader.next()).value).toEqual(someBytes(10))
    await reader.return?.()
    await store.delete(key)
  })

  test.each([
    ['space', 'ENOSPC', 'INSUFFICIENT_STORAGE'],
    ['space', 'EDQUOT', 'INSUFFICIENT_STORAGE'],
    // Many connections can use up the descriptors of the process: that must not end it.
    ['descriptors', 'EMFILE', 'STORE_UNAVAILABLE'],
    ['descriptors', 'ENFILE', 'STORE_UNAVAILABLE'],
  ])('for want of %s (%s) is forgotten once there is some', async (_what, code, expected) => {
    const { fs, open, reports, place } = await opened()
    const store = await open()
    for (const method of ['datasync', 'syncDirectory']) {
      const staged = await store.stage(newId(), inChunks(someBytes(10)))
      fs.fail(method, code)
      expect(await failure(staged.publish())).toBe(expected)
      fs.heal()
      await staged.discard()
    }
    await store.check()
    expect(await place.files()).toEqual([])
    await published(store, someBytes(10))
    expect(reports).toEqual([])
  })
})

async function opened() {
  const place = await ContentPlace.make()
  return { place, fs: place.fs, reports: place.reports, open: () => place.open() }
}
