import { MongoClient } from 'mongodb'
import { within } from '../../../core/deadline.js'
import { FileError } from '../../../core/errors.js'
import { Database } from './database.js'
import { upsert } from './upsert.js'

/** Of the documents. A later one than this is not opened. */
const formatVersion = 1

export interface DatabaseOptions {
  /** `mongodb://user:password@host:port/`, with the options of the driver behind it. */
  readonly url: string
  readonly database: string
  /** Milliseconds that a call may take. */
  readonly timeout: number
}

/** The database with its indexes. Throws `STORE_UNAVAILABLE` with one line that says why not. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, database: name, timeout } = options
  const client = makeClient(url, timeout)
  try {
    await within(timeout, client.connect(), () => new Error('it did not answer in time'))
    const database = new Database(client, name, timeout)
    // Whoever may not read hears of it here: making a connection asks for nothing.
    await database.ping()
    await prepare(database)
    return database
  } catch (error) {
    await client.close().catch(() => {})
    const { message, cause } = error as Error
    const reason = error instanceof FileError && cause instanceof Error ? cause.message : message
    throw new FileError('STORE_UNAVAILABLE', {
      detail: `MongoDB at ${hosts(client)}, database ${name}, cannot be used: ${reason}`,
    })
  }
}

function makeClient(url: string, timeout: number): MongoClient {
  const half = Math.ceil(timeout / 2)
  try {
    return new MongoClient(url, {
      appName: 'filedrop',
      serverSelectionTimeoutMS: half,
      connectTimeoutMS: half,
      waitQueueTimeoutMS: half,
      socketTimeoutMS: half,
      // What was sent once and not heard of is looked for, not sent again.
      retryWrites: false,
    })
  } catch {
    // The driver's own words repeat the address, with the password in it.
    throw new FileError('STORE_UNAVAILABLE', {
      detail: 'The address of MongoDB cannot be read, or one of its options is unknown',
    })
  }
}

const hosts = (client: MongoClient): string => client.options.hosts.join(',')

async function prepare({ files, notes, state, uploads, uploadParts }: Database): Promise<void> {
  const format = await upsert(() =>
    state.findOneAndUpdate(
      { _id: 'format' },
      { $setOnInsert: { version: formatVersion } },
      { upsert: true, returnDocument: 'after' }
    )
  )
  if (Number(format?.version) > formatVersion) {
    throw new Error('its documents are of a later version of Filedrop')
  }
  // Made once. The server goes on with a large one when nobody waits for it any more.
  await files.createIndexes([
    { name: 'byCreation', key: { createdAt: 1, _id: 1 } },
    { name: 'byName', key: { foldedName: 1, _id: 1 } },
    { name: 'bySize', key: { size: 1, _id: 1 } },
    { name: 'byDownloads', key: { downloadCount: 1, _id: 1 } },
    { name: 'byType', key: { essence: 1, createdAt: 1, _id: 1 } },
    { name: 'byContent', key: { contentKey: 1 } },
    { name: 'byChange', key: { updatedAt: 1 } },
    { name: 'published', key: { publishedAs: 1, createdAt: 1, _id: 1 } },
  ])
  await notes.createIndexes([{ name: 'byAge', key: { at: 1, _id: 1 } }])
  await uploads.createIndexes([
    { name: 'byExpiry', key: { expiresAt: 1, _id: 1 } },
    { name: 'byWaiting', key: { isWaiting: 1 } },
  ])
  await uploadParts.createIndexes([{ name: 'byPlace', key: { upload: 1, place: 1 } }])
}
