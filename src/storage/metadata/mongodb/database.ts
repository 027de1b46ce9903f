import { type Collection, type MongoClient, ReadConcern } from 'mongodb'
import { within } from '../../../core/deadline.js'
import { FileError } from '../../../core/errors.js'
import { callError, commitError } from './errors.js'
import type { FileDocument } from './file-document.js'
import type { PartDocument, UploadDocument } from './upload-document.js'

/** A key that may have content without a record, since when it does. */
export interface NoteDocument {
  readonly _id: string
  readonly at: Date
}

export interface LeaseDocument {
  readonly _id: string
  readonly holder: string
  readonly endsAt: Date
}

/** What there is one of. */
export interface StateDocument {
  readonly _id: 'clock' | 'format' | 'store'
  readonly at?: Date
  readonly version?: number
  readonly storeId?: string
}

/** The collections, and calls of them that take no longer than they may; errors are those of the port. */
export class Database {
  readonly files: Collection<FileDocument>
  readonly notes: Collection<NoteDocument>
  readonly leases: Collection<LeaseDocument>
  readonly state: Collection<StateDocument>
  readonly uploads: Collection<UploadDocument>
  readonly uploadParts: Collection<PartDocument>

  constructor(
    private readonly client: MongoClient,
    name: string,
    /** Milliseconds. */
    readonly timeout: number
  ) {
    // Here, since of the options of a client some give way to those of the address.
    const database = client.db(name, {
      writeConcern: { w: 'majority', j: true, wtimeoutMS: this.searchTime },
      readConcern: new ReadConcern('majority'),
      readPreference: 'primary',
    })
    this.files = database.collection('files')
    this.notes = database.collection('contentNotes')
    this.leases = database.collection('leases')
    this.state = database.collection('state')
    this.uploads = database.collection('uploads')
    this.uploadParts = database.collection('uploadParts')
  }

  /** Milliseconds after which the server is to give up a search, so that its answer is still heard. */
  get searchTime(): number {
    return Math.ceil(this.timeout * 0.4)
  }

  /** Makes a call that changes nothing, or that may be made again. */
  async run<T>(call: () => Promise<T>, ms = this.timeout): Promise<T> {
    try {
      return await within(ms, call(), () => late('STORE_UNAVAILABLE'))
    } catch (error) {
      throw callError(error)
    }
  }

  /** Makes a commit: `DURABILITY_UNKNOWN` where it may have been sent and its answer was lost. */
  async commit<T>(call: () => Promise<T>, ms = this.timeout): Promise<T> {
    // What came before it took all the time.
    if (ms <= 0) throw late('STORE_UNAVAILABLE')
    try {
      return await within(ms, call(), () => late('DURABILITY_UNKNOWN'))
    } catch (error) {
      throw commitError(error)
    }
  }

  async ping(): Promise<void> {
    await this.run(() => this.state.db.command({ ping: 1 }))
  }

  close(): Promise<void> {
    return this.client.close()
  }
}

const late = (code: 'STORE_UNAVAILABLE' | 'DURABILITY_UNKNOWN') =>
  new FileError(code, { cause: new Error('MongoDB did not answer in time') })
