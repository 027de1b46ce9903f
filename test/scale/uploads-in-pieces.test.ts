import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { someBytes } from '../conformance/content-bytes.js'
import { seed } from '../crash/writers/rounds.js'
import { Random } from '../fuzz/random.js'
import { pendingUploads } from '../real/support/uploads.js'
import type { FileView } from '../support/wire.js'
import { bothServe } from './support/both-serve.js'
import { type Cluster, startCluster } from './support/cluster.js'
import { replicaBehind } from './support/replica-behind.js'
import { SentUpload } from './support/sent-upload.js'

const mebi = 1024 * 1024

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.remove())
beforeEach(async () => {
  await cluster.service.restart()
  await bothServe(cluster)
})

/** There is one such file, with every byte, and nothing in the bucket that is not a file. */
async function expectFile({ id, bytes }: SentUpload): Promise<void> {
  const { client, stores, place } = cluster
  expect((await client.get(`/files/${id}`)).body.equals(bytes)).toBe(true)
  const files = (await client.get('/files')).json<FileView[]>()
  expect(files.filter(({ file_id }) => file_id === id)).toHaveLength(1)
  const s3 = stores.client()
  expect(await pendingUploads(s3, place.prefix + id)).toBe(0)
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: 'filedrop', Prefix: place.prefix })
  )
  const names = Contents.map(({ Key = '' }) => Key.slice(place.prefix.length))
  expect(names.filter((name) => name.includes(id))).toEqual([id])
  s3.destroy()
}

test('pieces of any size, each through whichever replica, become one file', async () => {
  const random = new Random(seed, 1)
  const upload = await SentUpload.begin(cluster.client, someBytes(30 * mebi + 1))
  const { length } = upload.bytes
  while (upload.acknowledged < length) {
    const end = Math.min(length, upload.acknowledged + random.between(1, 4 * mebi))
    await upload.send(upload.acknowledged, end)
  }
  expect(await upload.offset()).toBe(length)
  await expectFile(upload)
  const pieces = cluster.service.replicas.map(({ log }) =>
    log.filter(({ msg, operation }) => msg === 'request' && operation === 'tusAppend')
  )
  expect(Math.min(...pieces.map(({ length }) => length))).toBeGreaterThan(0)
})

test('a replica that is killed in the middle of a piece takes nothing along that counted', async () => {
  const random = new Random(seed, 2)
  const upload = await SentUpload.begin(cluster.client, someBytes(90 * mebi))
  for (let round = 0; round < 3; round++) {
    const offset = await upload.offset()
    await upload.send(offset, offset + random.between(1, 6 * mebi))
    const sent = upload.acknowledged + random.between(6 * mebi, 15 * mebi)
    const replica = await replicaBehind(cluster, () => upload.open(upload.acknowledged, sent))
    await replica.kill()
    const kept = await upload.offset()
    expect(kept).toBeLessThanOrEqual(sent)
    await cluster.service.restart()
  }
  await upload.send(await upload.offset())
  await expectFile(upload)
})

test('replicas that are killed while an upload becomes a file make it one file', async () => {
  const random = new Random(seed, 3)
  const bytes = someBytes(6 * mebi)
  for (let round = 0; round < 6; round++) {
    const upload = await SentUpload.begin(cluster.client, bytes)
    await upload.send(0, 5 * mebi)
    const connection = await upload.open(5 * mebi, bytes.length)
    // Wherever that finds it: no moment is a bad one.
    await new Promise((resolve) => setTimeout(resolve, random.between(0, 60)))
    await cluster.service.group.kill()
    connection.close()
    await cluster.service.restart()
    const offset = await upload.offset()
    if (offset < bytes.length) await upload.send(offset)
    await expectFile(upload)
  }
})

test('a file that is deleted does not come back from its upload', async () => {
  const { client, service } = cluster
  const upload = await SentUpload.begin(client, someBytes(6 * mebi))
  await upload.send(0)
  expect((await client.delete(`/files/${upload.id}`)).status).toBe(200)
  for (let i = 0; i < 4; i++) expect((await upload.look()).status).toBe(404)
  await service.group.kill()
  await service.restart()
  await bothServe(cluster)
  expect((await upload.look()).status).toBe(404)
  expect((await client.get(`/files/${upload.id}`)).status).toBe(404)
})
