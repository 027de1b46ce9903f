import { S3ContentStore } from '../../../src/storage/content/s3/s3-content-store.js'
import { PostgresMetadataStore } from '../../../src/storage/metadata/postgres/postgres-metadata-store.js'
import { s3Settings } from '../../real/support/s3-server.js'
import { ScaledService } from '../../real/support/scaled-service.js'
import { newPlace, startStores } from '../../real/support/shared-stores.js'
import { Client } from '../../support/client.js'
import type { Settings } from '../../support/server.js'

/** Two replicas behind nginx with PostgreSQL and S3, all of them for one test file, to be killed. */
export async function startCluster(more: Settings = {}) {
  const stores = await startStores({ database: 'postgres', s3: 'versitygw' })
  try {
    const place = await newPlace(stores.addresses)
    const service = await ScaledService.start({ settings: { ...place.settings, ...more } })
    const client = await Client.connect(service.port)
    const remove = async () => {
      client.closeAll()
      await service.stop()
      await stores.remove()
    }
    return { stores, place, service, client, remove }
  } catch (error) {
    await stores.remove()
    throw error
  }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** The stores of the replicas, opened beside them. */
export async function openStores({ stores, place }: Cluster) {
  const records = await PostgresMetadataStore.open({
    url: String(place.settings.POSTGRES_URL),
    poolSize: 2,
    timeout: 10_000,
    report: () => {},
  })
  const prefix = String(place.settings.S3_PREFIX)
  const contents = await S3ContentStore.open(s3Settings(stores.s3.endpoint, { prefix }))
  const close = async () => {
    await contents.close()
    await records.close()
  }
  return { records, contents, close }
}

/** What differs from the document, but for 502, which is nginx's own word for replicas that are gone. */
export function takeMismatches(client: Client): string[] {
  return client.takeMismatches().filter((line) => !line.includes(' 502: '))
}
