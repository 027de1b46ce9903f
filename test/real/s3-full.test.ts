import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBucket } from '../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../src/storage/content/s3/s3-content-store.js'
import { contentOf, failure, inChunks, published, someBytes } from '../conformance/content-bytes.js'
import { newId } from '../conformance/new-file.js'
import { mountMemory } from '../support/machine.js'
import { S3Server, s3Kinds, s3Settings } from './support/s3-server.js'
import { pendingUploads } from './support/uploads.js'

const mebi = 1024 * 1024

describe.each(s3Kinds)('%s with a full disk', (kind) => {
  let server: S3Server
  let store: S3ContentStore
  beforeAll(async () => {
    server = await S3Server.start(kind, (directory) => mountMemory(directory, 'size=100m'))
    await createBucket(s3Settings(server.endpoint))
    store = await S3ContentStore.open(s3Settings(server.endpoint))
  })
  afterAll(async () => {
    await store.close()
    await server.stop()
  })

  test('refuses what does not fit with INSUFFICIENT_STORAGE, and keeps none of its parts', async () => {
    const kept = await published(store, someBytes(mebi))
    const key = newId()
    const source = inChunks(Buffer.alloc(150 * mebi), mebi)
    expect(await failure(store.stage(key, source))).toBe('INSUFFICIENT_STORAGE')
    const client = server.client()
    await expect.poll(() => pendingUploads(client, key)).toBe(0)
    client.destroy()
    expect((await contentOf(store, kept, mebi)).equals(someBytes(mebi))).toBe(true)
  })
})
