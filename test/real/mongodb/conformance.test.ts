import { afterAll, beforeAll } from 'vitest'
import { MongoMetadataStore } from '../../../src/storage/metadata/mongodb/mongo-metadata-store.js'
import { describeMetadataStore } from '../../conformance/metadata-store.js'
import { MongoServer } from '../support/mongo-server.js'

let server: MongoServer
beforeAll(async () => {
  server = await MongoServer.start()
}, 300_000)
afterAll(() => server.remove())

let databases = 0

const skips = [
  {
    test: 'walks every other order, ties by id, with pages of any size',
    reason:
      'mongo-java-server sorts text by UTF-16, MongoDB by UTF-8; mongo-metadata-store.test.ts does without',
  },
]

const open = async () => {
  const database = `test${++databases}`
  const openStore = () =>
    MongoMetadataStore.open({ url: server.url(), database, timeout: 10_000, totalsAge: 0 })
  let store = await openStore()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await openStore()
      return store
    },
    remove: async () => {
      await store.close()
      await server.use((client) => client.db(database).dropDatabase())
    },
  }
}

describeMetadataStore('mongodb', open, skips)
