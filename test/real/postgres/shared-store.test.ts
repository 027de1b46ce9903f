import { PostgresMetadataStore } from '../../../src/storage/metadata/postgres/postgres-metadata-store.js'
import { describeSharedStore } from '../shared-store/shared-store.js'
import { PostgresServer } from '../support/postgres-server.js'

describeSharedStore('postgres', async () => {
  const server = await PostgresServer.start()
  return {
    port: server.port,
    createDatabase: async () => {
      const database = await server.createDatabase()
      return ({ port = server.port, timeout = 10_000, ...options }) =>
        PostgresMetadataStore.open({
          url: server.url(database, { port }),
          poolSize: 5,
          timeout,
          report: () => {},
          ...options,
        })
    },
    crash: () => server.crash(),
    resume: () => server.resume(),
    remove: () => server.remove(),
  }
})
