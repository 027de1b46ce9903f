import { MongoMetadataStore } from '../../../src/storage/metadata/mongodb/mongo-metadata-store.js'
import { describeSharedStore } from '../shared-store/shared-store.js'
import { MongoServer } from '../support/mongo-server.js'

describeSharedStore('mongodb', async () => {
  const server = await MongoServer.start({ isKept: true })
  let databases = 0
  return {
    port: server.port,
    createDatabase: async () => {
      const database = `test${++databases}`
      return ({ port = server.port, timeout = 10_000, ...options }) =>
        MongoMetadataStore.open({
          url: server.url(port),
          database,
          timeout,
          totalsAge: 0,
          ...options,
        })
    },
    // It writes to its file when it likes to, so what it is told to do before it ends is kept and the rest may not be.
    crash: () => server.end(),
    resume: () => server.resume(),
    remove: () => server.remove(),
  }
})
