import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBucket } from '../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../src/storage/content/s3/s3-content-store.js'
import { describeContentStore } from '../conformance/content-store.js'
import { ServerProcess } from '../support/server-process.js'
import { S3Server, s3Credentials, s3Settings } from './support/s3-server.js'

let s3: S3Server
beforeAll(async () => {
  s3 = await S3Server.start('s3proxy')
  await createBucket(s3Settings(s3.endpoint, { checksums: 'when_required' }))
})
afterAll(() => s3.stop())

let stores = 0
describeContentStore('S3 without newer checksums', async () => {
  const settings = s3Settings(s3.endpoint, {
    checksums: 'when_required',
    prefix: `store-${++stores}`,
  })
  const store = await S3ContentStore.open(settings)
  return { store, remove: () => store.close() }
})

test('a bucket that does not know newer checksums is told of at the start, with the setting that helps', async () => {
  const server = ServerProcess.launch({
    ...s3Credentials,
    CONTENT_STORE: 's3',
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: 'filedrop',
  })
  const { code } = await server.refused()
  expect([code, server.output()]).toEqual([
    69,
    expect.stringContaining('S3_CHECKSUMS=when_required'),
  ])
})
