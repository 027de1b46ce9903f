import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test, vi } from 'vitest'
import type { ContentStore } from '../../../../../src/core/ports/content-store.js'
import {
  collected,
  contentOf,
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from '../../../../conformance/content-bytes.js'
import { newId } from '../../../../conformance/new-file.js'
import { ContentPlace } from '../content-place.js'

const publishMany = (store: ContentStore, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => published(store, someBytes(100, i))))

/** Lets no content get a file of its own until the returned function is called. */
function holdFiles({ fs }: ContentPlace): () => void {
  let open = () => {}
  const gate = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined)
  })
  fs.intercept = ({ method, name }) =>
    method === 'open' && name.endsWith('.part') ? gate : undefined
  return open
}

const isSettled = async (place: ContentPlace, files: number) => {
  await expect.poll(() => place.names('content')).toHaveLength(files)
  await expect.poll(async () => (await place.files()).join()).not.toMatch(/spool\/\S+ [1-9]/)
}

describe('small contents', () => {
  test('that come together are durable by one sync, before any has a file', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const release = holdFiles(place)
    place.fs.calls.length = 0
    const keys = await publishMany(store, 20)
    const syncs = place.fs.calls.filter(({ method }) => method === 'datasync')
    expect(syncs).toHaveLength(1)
    expect(await place.names('content')).toEqual([])
    for (const [i, key] of keys.entries()) {
      expect(await contentOf(store, key, 100)).toEqual(someBytes(100, i))
    }
    release()
  })

  test('get a file of their own, and then nothing is left in the spool', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const keys = [...(await publishMany(store, 20)), await published(store, Buffer.alloc(0))]
    await isSettled(place, 21)
    expect((await place.names('content')).sort()).toEqual(keys.sort())
    for (const key of keys) {
      const bytes = await readFile(place.path('content', key))
      expect(await contentOf(store, key, bytes.length)).toEqual(bytes)
    }
    expect(await place.names('tmp')).toEqual([])
  })

  test('that are deleted before they have one leave none', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const release = holdFiles(place)
    const [first, ...others] = await publishMany(store, 10)
    for (const key of others) await store.delete(key)
    release()
    await isSettled(place, 1)
    expect(await place.names('content')).toEqual([first])
    expect(await failure(store.open(others[0] as string, rangeOf(100)))).toBe('CONTENT_MISSING')
  })

  test('are read to the end also when they are deleted meanwhile', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const release = holdFiles(place)
    const key = await published(store, someBytes(100))
    const reader = await store.open(key, rangeOf(100, 10, 59))
    await store.delete(key)
    release()
    await isSettled(place, 0)
    expect(await collected(reader)).toEqual(someBytes(100).subarray(10, 60))
  })

  test('are not mixed up with what is written where they were while they are read', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const release = holdFiles(place)
    const hold = place.fs.intercept
    const key = await published(store, someBytes(100))
    let goOn = () => {}
    const gate = new Promise<undefined>((resolve) => {
      goOn = () => resolve(undefined)
    })
    place.fs.intercept = (call) => (call.method === 'read' ? gate : hold(call))
    const reading = store.open(key, rangeOf(100))
    await store.delete(key)
    await published(store, someBytes(100, 1))
    place.fs.intercept = hold
    goOn()
    expect(await collected(await reading)).toEqual(someBytes(100))
    release()
    await isSettled(place, 1)
  })

  test('given up after they were written leave nothing', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    const release = holdFiles(place)
    const staged = await store.stage(newId(), inChunks(someBytes(100)))
    await staged.publish()
    await staged.discard()
    release()
    await isSettled(place, 0)
  })

  test('of which too many wait get a file at once', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled({ backlog: 250 })
    const release = holdFiles(place)
    await publishMany(store, 2)
    const third = published(store, someBytes(100))
    release()
    const key = await third
    expect(await place.names('content')).toContain(key)
  })
})

describe('large contents', () => {
  test('never see the spool', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled({ largest: 99 })
    const [key] = await publishMany(store, 1)
    expect(await place.names('content')).toEqual([key])
    expect(await place.names('spool')).toEqual([])
  })

  test('that turn out to be large are whole, however they come', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled({ largest: 99 })
    for (const size of [1, 99, 100]) {
      const staged = await store.stage(newId(), inChunks(someBytes(100), size))
      await staged.publish()
      expect(await contentOf(store, staged.key, 100)).toEqual(someBytes(100))
    }
  })
})

describe('a segment', () => {
  test('goes when all of its contents have files', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled({ largest: 1 << 20, backlog: 1 << 30 })
    const contents = Array.from({ length: 20 }, (_, i) => published(store, someBytes(1 << 20, i)))
    await Promise.all(contents)
    await isSettled(place, 20)
    await expect.poll(async () => (await place.names('spool')).length).toBeLessThan(2)
  })
})

describe('a crash', () => {
  test('leaves what waited: it is read, and gets its file', async () => {
    const place = await ContentPlace.make()
    const release = holdFiles(place)
    const keys = await publishMany(await place.openSpooled(), 10)
    const [segment] = await place.names('spool')
    await writeFile(place.path('spool', segment as string), '00000000 torn 9\n', { flag: 'a' })
    place.fs.heal()
    const again = await place.openSpooled()
    expect([...(await again.keys())].sort()).toEqual([...keys].sort())
    for (const [i, key] of keys.entries()) {
      expect(await contentOf(again, key, 100)).toEqual(someBytes(100, i))
    }
    await isSettled(place, 10)
    release()
  })

  test('leaves what no record names where an operator finds it', async () => {
    const place = await ContentPlace.make()
    const release = holdFiles(place)
    const [lost] = await publishMany(await place.openSpooled(), 1)
    const [segment] = await place.names('spool')
    place.fs.heal()
    const releaseAgain = holdFiles(place)
    const again = await place.openSpooled({ largest: 0 })
    expect(again.isWaiting(lost as string)).toBe(true)
    await again.quarantine(lost as string)
    await expect.poll(() => place.names('spool')).toEqual([])
    const today = new Date().toISOString().slice(0, 10)
    expect(await place.names(`trash/${today}`)).toEqual([segment])
    expect(await again.keys()).toEqual(new Set())
    release()
    releaseAgain()
  })
})

describe('a disk', () => {
  test('that is full refuses a content and takes the next one', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    place.fs.failNext('write', /./, 'ENOSPC')
    expect(await failure(published(store, someBytes(100)))).toBe('INSUFFICIENT_STORAGE')
    const key = await published(store, someBytes(100))
    expect(await contentOf(store, key, 100)).toEqual(someBytes(100))
  })

  test('that cannot be synced takes no more until a restart', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    place.fs.failNext('datasync', /./, 'EIO')
    expect(await failure(published(store, someBytes(100)))).toBe('STORE_UNAVAILABLE')
    expect(await failure(published(store, someBytes(100)))).toBe('STORE_UNAVAILABLE')
    expect(place.reports.map(([level]) => level)).toContain('fatal')
  })

  test('on which no file can be made keeps what waits', async () => {
    const place = await ContentPlace.make()
    const store = await place.openSpooled()
    place.fs.fail('rename', 'ENOSPC')
    const key = await published(store, someBytes(100))
    await vi.waitFor(() => expect(place.reports.map(([level]) => level)).toContain('warn'))
    expect(await contentOf(store, key, 100)).toEqual(someBytes(100))
    expect(await place.names('content')).toEqual([])
  })
})
