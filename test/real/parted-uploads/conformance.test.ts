import { afterAll, beforeAll } from 'vitest'
import { describeUnfinishedUploads } from '../../conformance/unfinished-uploads.js'
import { databaseKinds } from '../support/database.js'
import { Stand } from './stand.js'

const skips = [
  {
    test: 'gives a content under the id, and what its digest is',
    reason:
      'an object is there once it is whole, and nobody asks for it before the commit; parted-uploads.test.ts does the rest',
  },
]

for (const database of databaseKinds) {
  let stand: Stand
  beforeAll(async () => {
    stand = await Stand.start({ database, s3: 'versitygw' })
  }, 300_000)
  afterAll(() => stand.remove())

  describeUnfinishedUploads(
    `parts in S3 and ${database}`,
    async () => {
      const open = await stand.place()
      const times = { patience: 900 }
      let replica = await open({ times })
      return {
        get uploads() {
          return replica.uploads
        },
        contents: replica.contents,
        reopen: async () => {
          replica = await open({ times })
        },
        // Replicas are closed with the test, and the servers keep nothing behind it.
        remove: async () => {},
      }
    },
    skips
  )
}
