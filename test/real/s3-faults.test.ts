import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBucket } from '../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../src/storage/content/s3/s3-content-store.js'
import {
  collected,
  contentOf,
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from '../conformance/content-bytes.js'
import { newId } from '../conformance/new-file.js'
import { S3Server, s3Kinds, s3Settings } from './support/s3-server.js'
import { Toxiproxy } from './support/toxiproxy.js'
import { pendingUploads } from './support/uploads.js'

const mebi = 1024 * 1024
const timeout = 1500
/** What a machine with other things to do may take beside the timeout. */
const slack = 2500

describe.each(s3Kinds)('%s behind a bad line', (kind) => {
  let server: S3Server
  let proxy: Toxiproxy
  let store: S3ContentStore
  /** The same bucket over a good line. */
  let direct: S3ContentStore
  beforeAll(async () => {
    server = await S3Server.start(kind)
    await createBucket(s3Settings(server.endpoint))
    direct = await S3ContentStore.open(s3Settings(server.endpoint))
  })
  afterAll(async () => {
    await direct.close()
    await server.stop()
  })
  beforeEach(async () => {
    proxy = await Toxiproxy.start(server.port)
    store = await S3ContentStore.open(s3Settings(proxy.endpoint, { timeout }))
  })
  afterEach(async () => {
    await proxy.stop()
    await store.close()
  })

  /** How work fails, and whether it does so within the timeout. */
  async function failsInTime(work: () => Promise<unknown>): Promise<string> {
    const start = performance.now()
    const code = await failure(work())
    expect(performance.now() - start).toBeLessThan(timeout + slack)
    return code
  }

  /** Chunks, between two of which something happens. */
  async function* interrupted(size: number, at: number, happens: () => Promise<void>) {
    yield* inChunks(someBytes(at), 65_536)
    await happens()
    yield* inChunks(someBytes(size - at), 65_536)
  }

  async function expectNothingOf(key: string): Promise<void> {
    const client = server.client()
    await expect.poll(() => pendingUploads(client, key)).toBe(0)
    client.destroy()
    for await (const object of direct.objects()) expect(object.key).not.toBe(key)
  }

  test('a download that is cut in the middle throws and never ends early', async () => {
    const size = 12 * mebi
    const key = await published(direct, someBytes(size))
    await proxy.add({ type: 'limit_data', stream: 'downstream', attributes: { bytes: 3_000_000 } })
    // On a connection of its own: the limit counts what a connection carried before.
    let read = 0
    const code = await failsInTime(async () => {
      for await (const chunk of await store.open(key, rangeOf(size))) read += chunk.length
    })
    expect(code).toBe('STORE_UNAVAILABLE')
    expect(read).toBeLessThan(size)
    expect((await contentOf(direct, key, size)).equals(someBytes(size))).toBe(true)
  })

  test('a download of which nothing more comes throws in time', async () => {
    const size = 12 * mebi
    const key = await published(direct, someBytes(size))
    const reader = await store.open(key, rangeOf(size))
    await reader.next()
    proxy.swallow()
    expect(await failsInTime(() => collected(reader))).toBe('STORE_UNAVAILABLE')
  })

  test('a reader that takes its time is not cut off', async () => {
    const size = 12 * mebi
    const bytes = someBytes(size)
    const key = await published(direct, bytes)
    const reader = await store.open(key, rangeOf(size))
    const first = await reader.next()
    await wait(timeout * 2)
    const rest = await collected(reader)
    expect(Buffer.concat([first.value as Uint8Array, rest]).equals(bytes)).toBe(true)
  })

  test('a source that takes its time is waited for', async () => {
    const size = 12 * mebi
    const staged = await store.stage(
      newId(),
      interrupted(size, 7 * mebi, () => wait(timeout * 2))
    )
    await staged.publish()
    expect((await contentOf(store, staged.key, size)).length).toBe(size)
  })

  test('an upload into nothing fails in time', async () => {
    const key = newId()
    const source = interrupted(20 * mebi, 11 * mebi, async () => proxy.swallow())
    expect(await failsInTime(() => store.stage(key, source))).toBe('STORE_UNAVAILABLE')
    // What was begun could not be removed through the hole either: that is for the janitor.
    await direct.abandon(key)
    await expectNothingOf(key)
  })

  test('an upload whose connection is reset leaves nothing', async () => {
    const key = newId()
    const reset = () =>
      proxy.add({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 } })
    const source = interrupted(20 * mebi, 11 * mebi, reset)
    expect(await failure(store.stage(key, source))).toBe('STORE_UNAVAILABLE')
    // The first attempt to remove what was sent may have failed as well; there is another one.
    await proxy.clear()
    await expectNothingOf(key)
  })

  test('a source that fails leaves no part', async () => {
    const key = newId()
    const gone = new Error('the client is gone')
    const source = interrupted(20 * mebi, 16 * mebi, () => Promise.reject(gone))
    await expect(store.stage(key, source)).rejects.toBe(gone)
    await expectNothingOf(key)
  })

  test('every call into nothing fails in time', async () => {
    const key = await published(direct, someBytes(100))
    proxy.swallow()
    const calls = {
      check: () => store.check(),
      delete: () => store.delete(key),
      open: () => store.open(key, rangeOf(100)),
      'open nothing': () => store.open(key, rangeOf(100, 0, -1)),
      stage: () => store.stage(newId(), someBytes(100)),
      abandon: () => store.abandon(key),
      objects: () => store.objects().next(),
    }
    await Promise.all(
      Object.entries(calls).map(async ([name, call]) => {
        expect(await failsInTime(call), name).toBe('STORE_UNAVAILABLE')
      })
    )
  })

  test('a staged content can be discarded into nothing', async () => {
    const staged = await store.stage(newId(), someBytes(100))
    proxy.swallow()
    await staged.discard()
  })
})
