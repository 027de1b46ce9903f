import { afterAll, beforeAll } from 'vitest'
import { createBucket } from '../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../src/storage/content/s3/s3-content-store.js'
import { describeContentStore } from '../conformance/content-store.js'
import { S3Server, s3Kinds, s3Settings } from './support/s3-server.js'

for (const kind of s3Kinds) {
  let server: S3Server
  beforeAll(async () => {
    server = await S3Server.start(kind)
    await createBucket(s3Settings(server.endpoint))
  })
  afterAll(() => server.stop())

  let stores = 0
  describeContentStore(`S3 of ${kind}`, async () => {
    const settings = s3Settings(server.endpoint, { prefix: `store-${++stores}` })
    const store = await S3ContentStore.open(settings)
    return { store, remove: () => store.close() }
  })
}
