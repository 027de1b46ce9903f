import { afterAll, beforeAll } from 'vitest'
import { PostgresMetadataStore } from '../../../src/storage/metadata/postgres/postgres-metadata-store.js'
import { describeMetadataStore } from '../../conformance/metadata-store.js'
import { PostgresServer } from '../support/postgres-server.js'

let server: PostgresServer
beforeAll(async () => {
  server = await PostgresServer.start()
})
afterAll(() => server.remove())

describeMetadataStore('postgres', async () => {
  const database = await server.createDatabase()
  const open = () =>
    PostgresMetadataStore.open({
      url: server.url(database),
      poolSize: 5,
      timeout: 10_000,
      report: () => {},
    })
  let store = await open()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    remove: async () => {
      await store.close()
      await server.query(`DROP DATABASE ${database}`)
    },
  }
})
