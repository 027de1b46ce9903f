import type { NewFile } from '../../../src/core/file-record.js'
import type { ContentNotes } from '../../../src/core/ports/content-notes.js'
import type { Lease } from '../../../src/core/ports/lease.js'
import type { MetadataStore } from '../../../src/core/ports/metadata-store.js'
import type { RecordTransfer } from '../../../src/core/ports/record-transfer.js'
import type { StoreMark } from '../../../src/core/ports/store-mark.js'
import { newFile, staged } from '../../conformance/new-file.js'

export type SharedStore = MetadataStore & ContentNotes & Lease & StoreMark & RecordTransfer

export interface OpenOptions {
  /** Where the database is taken to be, other than where it is. */
  readonly port?: number
  readonly timeout?: number
  readonly now?: () => number
}

/** A database server with its data in a place of its own. */
export interface SharedServer {
  readonly port: number
  /** Gives what opens stores on a new and empty database. */
  createDatabase(): Promise<(options: OpenOptions) => Promise<SharedStore>>
  /** Ends the server with nothing put in order. */
  crash(): Promise<void>
  /** Starts it again after that. */
  resume(): Promise<void>
  remove(): Promise<void>
}

/** What the parts of the suite share. */
export interface SharedSuite {
  server(): SharedServer
  /** Opens a store on the database of the test, beside those that are open; it is closed when the test ends. */
  open(options?: OpenOptions): Promise<SharedStore>
}

/** Stores a file that nobody has stored yet. */
export function insertFile(store: MetadataStore, members: Partial<NewFile> = {}) {
  const file = newFile(members)
  return store.insert(file, staged(file.contentKey))
}
