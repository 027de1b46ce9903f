import { mkdir, rm, stat, symlink, truncate } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { nodeFs } from '../../../../src/storage/fs/node-fs.js'
import {
  contentOf,
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from '../../../conformance/content-bytes.js'
import { nativeError } from '../../../support/fs/native-error.js'
import { ContentPlace } from './content-place.js'

const withStat = (change: (path: string) => object) => ({
  ...nodeFs,
  stat: async (path: string) => ({ ...(await nodeFs.stat(path)), ...change(path) }),
})

describe('open', () => {
  test('makes the directories for the owner alone, durably', async () => {
    const place = await ContentPlace.make()
    await place.open()
    expect(await place.names('.')).toEqual(['content', 'tmp'])
    for (const name of ['content', 'tmp']) {
      expect((await stat(place.path(name))).mode & 0o777).toBe(0o700)
    }
    expect(place.fs.calls.some(({ method }) => method === 'syncDirectory')).toBe(true)
  })

  test('removes what a crash left half written, and nothing else', async () => {
    const place = await ContentPlace.make()
    const before = await place.open()
    const key = await published(before, someBytes(10))
    await before.stage('half', inChunks(someBytes(1000)))
    await place.put('tmp/whatever', 'x')
    await place.put('metadata.json', '{}')
    const store = await place.open()
    expect(await place.files()).toEqual([`content/${key} 10`, 'metadata.json 2'])
    expect(await contentOf(store, key, 10)).toEqual(someBytes(10))
  })

  test('leaves a directory that somebody put into tmp alone', async () => {
    const place = await ContentPlace.make()
    await place.put('tmp/notes/kept.txt', 'x')
    await place.put('tmp/x.part', 'x')
    await place.open()
    expect(await place.names('tmp')).toEqual(['notes'])
  })

  test('takes a symbolic link in tmp away without following it', async () => {
    const place = await ContentPlace.make()
    await place.put('elsewhere', 'precious')
    await mkdir(place.path('tmp'))
    await symlink(place.path('elsewhere'), place.path('tmp/x.part'))
    await place.open()
    expect(await place.files()).toEqual(['elsewhere 8'])
  })

  test('refuses content and tmp on two devices, between which a rename is a copy', async () => {
    const place = await ContentPlace.make()
    const fs = withStat((path) => (path.endsWith('tmp') ? { device: -1 } : {}))
    expect(await failure(place.open(fs))).toBe('STORE_UNAVAILABLE')
  })

  test.each(['content', 'tmp'])('refuses a directory %s that it may not write to', async (name) => {
    const place = await ContentPlace.make()
    place.fs.requireWritable = async (path) => {
      if (path.endsWith(name)) throw nativeError('EACCES')
    }
    await expect(place.open()).rejects.toMatchObject({ code: 'EACCES' })
  })

  test('refuses a file or a symbolic link in place of its directories', async () => {
    const place = await ContentPlace.make()
    await place.open()
    await rm(place.path('content'), { recursive: true })
    await mkdir(place.path('elsewhere'))
    await symlink(place.path('elsewhere'), place.path('content'))
    expect(await failure(place.open())).toBe('STORE_UNAVAILABLE')
  })
})

describe('a content that somebody tampered with', () => {
  async function withContent() {
    const place = await ContentPlace.make()
    const store = await place.open()
    const key = await published(store, someBytes(10))
    const path = place.path('content', key)
    return { place, store, key, path }
  }

  test('is not read through a symbolic link', async () => {
    const { place, store, key, path } = await withContent()
    await place.put('secret', someBytes(10))
    await rm(path)
    await symlink(place.path('secret'), path)
    expect(await failure(store.open(key, rangeOf(10)))).toBe('CONTENT_MISSING')
    expect(place.fs.openFiles).toEqual([])
  })

  test('is no directory', async () => {
    const { place, store, key, path } = await withContent()
    await rm(path)
    await mkdir(path)
    const { size } = await stat(path)
    expect(await failure(store.open(key, rangeOf(size)))).toBe('CONTENT_MISSING')
    expect(place.fs.openFiles).toEqual([])
  })

  test.each([0, 9, 11])('is CONTENT_MISSING when it is of %i bytes and not 10', async (size) => {
    const { place, store, key, path } = await withContent()
    await truncate(path, size)
    expect(await failure(store.open(key, rangeOf(10)))).toBe('CONTENT_MISSING')
    expect(place.fs.openFiles).toEqual([])
  })

  test('never ends early when it is cut while it is read', async () => {
    const { place, store } = await withContent()
    const size = 1024 * 1024
    const key = await published(store, someBytes(size))
    const reader = await store.open(key, rangeOf(size))
    await reader.next()
    await truncate(place.path('content', key), 300_000)
    const rest = async () => {
      for await (const _ of reader);
    }
    expect(await failure(rest())).toBe('CONTENT_MISSING')
    expect(place.fs.openFiles).toEqual([])
  })
})

describe('ensureSpace', () => {
  test('keeps the reserve free', async () => {
    const place = await ContentPlace.make()
    const store = await place.open(place.fs, 1000)
    place.fs.free = 1500
    await store.ensureSpace(500)
    expect(await failure(store.ensureSpace(501))).toBe('INSUFFICIENT_STORAGE')
    place.fs.free = 999
    expect(await failure(store.ensureSpace(0))).toBe('INSUFFICIENT_STORAGE')
  })

  test('is STORE_UNAVAILABLE when the file system does not say', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    place.fs.freeSpace = async () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' })
    }
    expect(await failure(store.ensureSpace(0))).toBe('STORE_UNAVAILABLE')
  })
})

describe('room', () => {
  test('is what is free beside the reserve, and never less than nothing', async () => {
    const place = await ContentPlace.make()
    const store = await place.open(place.fs, 1000)
    place.fs.free = 1500
    expect(await store.room()).toBe(500)
    place.fs.free = 999
    expect(await store.room()).toBe(0)
  })
})

describe('check', () => {
  test.each(['content', 'tmp'])('is STORE_UNAVAILABLE when %s is gone', async (name) => {
    const place = await ContentPlace.make()
    const store = await place.open()
    await rm(place.path(name), { recursive: true })
    expect(await failure(store.check())).toBe('STORE_UNAVAILABLE')
  })

  test('names no path', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    await rm(place.path('content'), { recursive: true })
    await expect(store.check()).rejects.toThrow(/^STORE_UNAVAILABLE$/)
  })
})
