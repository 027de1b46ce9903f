import { launch } from '../../support/command.js'
import type { Settings } from '../../support/server.js'
import { type DatabaseAddress, type DatabaseKind, databaseAt, startDatabase } from './database.js'
import { type S3Kind, S3Server, s3Client, s3Credentials } from './s3-server.js'

const bucket = 'filedrop'

/** Where replicas keep everything, in plain values, so that other processes can be told. */
export interface StoreAddresses {
  readonly database: { readonly kind: DatabaseKind; readonly port: number }
  readonly endpoint: string
}

/** One place for records and one for contents, which belong together. */
export interface Place {
  readonly settings: Settings
  /** Names of the objects begin with it. */
  readonly prefix: string
}

/** A new empty place. */
export async function newPlace({ database: { kind, port }, endpoint }: StoreAddresses) {
  const database = databaseAt(kind, port)
  const name = await database.create()
  return placeIn(database, name, endpoint)
}

export const placeIn = (database: DatabaseAddress, name: string, endpoint: string): Place => ({
  prefix: `${name}/`,
  settings: {
    ...s3Credentials,
    ...database.settings(name),
    // Several servers share one database that takes a limited number of connections.
    ...(database.kind === 'postgres' && { POSTGRES_POOL_SIZE: '5' }),
    CONTENT_STORE: 's3',
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_PREFIX: name,
  },
})

/** A database and a bucket, each on a server of its own. */
export async function startStores(kinds: { database: DatabaseKind; s3: S3Kind }) {
  const database = await startDatabase(kinds.database)
  try {
    const s3 = await S3Server.start(kinds.s3)
    const { endpoint } = s3
    const remove = async () => {
      await s3.stop()
      await database.remove()
    }
    const settings = { ...s3Credentials, S3_ENDPOINT: endpoint, S3_BUCKET: bucket }
    const made = await launch({ ...settings, CONTENT_STORE: 's3' }, ['admin', 'create-bucket'])
      .ended
    if (made.code !== 0) {
      await remove()
      throw new Error(made.stderr)
    }
    const { kind, port } = database
    const addresses: StoreAddresses = { database: { kind, port }, endpoint }
    return { database, s3, addresses, client: () => s3Client(endpoint), remove }
  } catch (error) {
    await database.remove()
    throw error
  }
}

export type SharedStores = Awaited<ReturnType<typeof startStores>>
