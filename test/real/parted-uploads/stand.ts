import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { onTestFinished } from 'vitest'
import { PartedUploads, type UploadTimes } from '../../../src/core/parted-uploads/parted-uploads.js'
import { createBucket } from '../../../src/storage/content/s3/create-bucket.js'
import { S3ContentStore } from '../../../src/storage/content/s3/s3-content-store.js'
import { MongoMetadataStore } from '../../../src/storage/metadata/mongodb/mongo-metadata-store.js'
import { PostgresMetadataStore } from '../../../src/storage/metadata/postgres/postgres-metadata-store.js'
import type { Settings } from '../../support/server.js'
import { type DatabaseKind, type DatabaseServer, startDatabase } from '../support/database.js'
import { type S3Kind, S3Server, s3Settings } from '../support/s3-server.js'
import { pendingUploads } from '../support/uploads.js'

/** Short, where nothing is to be waited for. */
const times: UploadTimes = { lease: 1500, renewEvery: 100, commitLease: 3000, patience: 500 }

interface ReplicaOptions {
  /** Where the bucket is taken to be, other than where it is. */
  readonly endpoint?: string
  /** Where the database is taken to be, other than where it is. */
  readonly databasePort?: number
  /** Milliseconds for a call of either. */
  readonly timeout?: number
  readonly times?: Partial<UploadTimes>
}

/** What one process has of the stores. */
export interface Replica {
  readonly uploads: PartedUploads
  readonly contents: S3ContentStore
  readonly records: PostgresMetadataStore | MongoMetadataStore
  /** What it told whoever runs it. */
  readonly reports: string[]
}

/** A database and a bucket that any number of replicas share. */
export class Stand {
  private constructor(
    readonly database: DatabaseServer,
    readonly s3: S3Server,
    private readonly client: S3Client
  ) {}

  static async start(kinds: { database: DatabaseKind; s3: S3Kind }): Promise<Stand> {
    const database = await startDatabase(kinds.database)
    const s3 = await S3Server.start(kinds.s3)
    await createBucket(s3Settings(s3.endpoint))
    return new Stand(database, s3, s3.client())
  }

  /** A new and empty place, and what opens replicas on it; they are closed when the test ends. */
  async place(): Promise<(options?: ReplicaOptions) => Promise<Replica>> {
    const name = await this.database.create()
    return (options = {}) => this.#open(name, options)
  }

  /** What lies in the bucket under a key: objects, and uploads that never ended. */
  async leftOf(key: string): Promise<{ objects: string[]; uploads: number }> {
    const { Contents = [] } = await this.client.send(
      new ListObjectsV2Command({ Bucket: 'filedrop' })
    )
    const objects = Contents.map(({ Key = '' }) => Key).filter((name) => name.includes(key))
    return { objects, uploads: await pendingUploads(this.client, key) }
  }

  async remove(): Promise<void> {
    this.client.destroy()
    await this.s3.stop()
    await this.database.remove()
  }

  async #open(name: string, options: ReplicaOptions): Promise<Replica> {
    const { endpoint = this.s3.endpoint, timeout = 10_000, databasePort } = options
    const records = await this.#records(this.database.settings(name, databasePort), timeout)
    const contents = await S3ContentStore.open(s3Settings(endpoint, { timeout }))
    const reports: string[] = []
    const uploads = new PartedUploads({
      ledger: records.uploads,
      parts: contents.parts,
      contents,
      report: (_level, message) => void reports.push(message),
      times: { ...times, ...options.times },
    })
    onTestFinished(async () => {
      await uploads.close()
      await contents.close()
      await records.close()
    })
    return { uploads, contents, records, reports }
  }

  #records(settings: Settings, timeout: number) {
    return this.database.kind === 'postgres'
      ? PostgresMetadataStore.open({
          url: String(settings.POSTGRES_URL),
          poolSize: 5,
          timeout,
          report: () => {},
        })
      : MongoMetadataStore.open({
          url: String(settings.MONGODB_URL),
          database: String(settings.MONGODB_DATABASE),
          timeout,
        })
  }
}
