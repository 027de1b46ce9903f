import type { FileRecord } from '../file-record.js'

/** A store to be looked at without being changed or locked, also while a server writes in it. */
export interface StoreView {
  /** Where it is, in words for the operator. */
  readonly place: string
  /**
   * The records as they are by now: at least every change that was confirmed before the call. Each call reads afresh.
   * Throws where the records cannot be read without guessing.
   */
  read(): Promise<RecordsView>
  readonly contents: ContentView
  /** Whether a process has it open for writing. */
  isInUse(): Promise<boolean>
}

/** The records as they were at one moment, after one confirmed change and before the next. */
export interface RecordsView {
  readonly facts: RecordsFacts
  get(id: string): FileRecord | undefined
  /** In order of creation. */
  records(): Iterable<FileRecord>
}

export interface RecordsFacts {
  /** Differs for every store that was ever made. */
  readonly storeId: string
  /** How many records there are. */
  readonly count: number
  /** The number of the last change. */
  readonly lastSeq: number
  /** The latest time given to any record, also to one that is gone. */
  readonly lastTime: number
  /** Of the snapshot that was read. */
  readonly generation: number
  /** Of the journal that is written to. */
  readonly lastGeneration: number
  readonly snapshotBytes: number
  readonly journalBytes: number
  readonly journalLines: number
  /** What is wrong with a part that another one could replace. */
  readonly damage: string | undefined
}

/** Contents to be looked at, none of which is changed, also where a server adds and removes them meanwhile. */
export interface ContentView {
  /** The key of every content, in no order. */
  keys(): Promise<Set<string>>
  /** What lies under the key; undefined where nothing does. */
  find(key: string): Promise<FoundContent | undefined>
  /** The whole content. Throws `CONTENT_MISSING` when there is none, or when it is not of `size` bytes. */
  open(key: string, size: number): Promise<AsyncIterableIterator<Uint8Array>>
  /** What was put aside because no record named it. */
  trash(): Promise<Amount>
}

export interface FoundContent {
  /** False where something else, such as a symbolic link, is in the place of the content. */
  readonly isFile: boolean
  readonly size: number
  /** Milliseconds since the epoch of the last byte. */
  readonly modifiedAt: number
}

export interface Amount {
  readonly files: number
  readonly bytes: number
}
