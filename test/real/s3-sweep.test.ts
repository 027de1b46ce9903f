import {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBucket } from '../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../src/storage/content/s3/s3-content-store.js'
import { published, rangeOf, someBytes } from '../conformance/content-bytes.js'
import { newId } from '../conformance/new-file.js'
import { S3Server, s3Kinds, s3Settings } from './support/s3-server.js'
import { pendingUploads } from './support/uploads.js'

const Bucket = 'filedrop'

describe.each(s3Kinds)('what is swept out of %s', (kind) => {
  let server: S3Server
  let client: S3Client
  let store: S3ContentStore
  beforeAll(async () => {
    server = await S3Server.start(kind)
    await createBucket(s3Settings(server.endpoint))
    client = server.client()
    store = await S3ContentStore.open(s3Settings(server.endpoint, { prefix: 'team/files' }))
  })
  afterAll(async () => {
    await store.close()
    client.destroy()
    await server.stop()
  })

  const nameOf = (key: string) => `team/files/${key}`

  /** Begins an upload as a process does that is killed then. */
  async function begin(key: string): Promise<void> {
    const object = { Bucket, Key: nameOf(key) }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object))
    const part = { ...object, UploadId, PartNumber: 1, Body: Buffer.alloc(5 * 1024 * 1024) }
    await client.send(new UploadPartCommand(part))
  }

  test('abandon removes every upload to a key and its object, and nothing of another one', async () => {
    const key = await published(store, someBytes(10))
    const other = await published(store, someBytes(10))
    await Promise.all([begin(key), begin(key), begin(`${key}x`), begin(other)])
    await store.abandon(key)
    expect(await pendingUploads(client, nameOf(key))).toBe(0)
    expect(await pendingUploads(client, nameOf(`${key}x`))).toBe(1)
    expect(await pendingUploads(client, nameOf(other))).toBe(1)
    await expect(store.open(key, rangeOf(10))).rejects.toMatchObject({ code: 'CONTENT_MISSING' })
    await store.open(other, rangeOf(10)).then((reader) => reader.return?.())
  })

  test('abandon does nothing where there is nothing', async () => {
    const key = newId()
    await store.abandon(key)
    await store.abandon(key)
  })

  test('objects are all contents, each with its time, and nothing of others', async () => {
    const before = Date.now()
    const keys = await Promise.all(Array.from({ length: 30 }, () => published(store, someBytes(1))))
    const foreign = ['report.pdf', 'team/files/report.pdf', `team/${newId()}`, newId()]
    foreign.push(`team/files/sub/${newId()}`, `team/files.old/${newId()}`)
    for (const Key of foreign) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'not ours' }))
    }
    const found = new Map<string, number>()
    for await (const { key, modifiedAt } of store.objects()) found.set(key, modifiedAt)
    for (const key of keys) {
      // Some services tell whole seconds.
      expect(found.get(key), key).toBeGreaterThan(before - 2000)
      expect(found.get(key), key).toBeLessThan(Date.now() + 2000)
    }
    expect([...found.keys()].filter((key) => foreign.some((name) => name.endsWith(key)))).toEqual(
      []
    )
  })

  test('more objects than one page holds are all found', { timeout: 120_000 }, async () => {
    const many = await S3ContentStore.open(s3Settings(server.endpoint, { prefix: 'many' }))
    const keys = new Set<string>()
    for (let i = 0; i < 11; i++) {
      const made = Array.from({ length: 100 }, () => published(many, someBytes(1)))
      for (const key of await Promise.all(made)) keys.add(key)
    }
    const found = new Set<string>()
    for await (const { key } of many.objects()) found.add(key)
    expect(found).toEqual(keys)
    await many.close()
  })
})
