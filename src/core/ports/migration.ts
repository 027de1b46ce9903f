import type { FileRecord } from '../file-record.js'
import type { ContentStore } from './content-store.js'
import type { ContentView } from './store-view.js'

/** A store that is moved away from. No record and no content of it is changed. */
export interface MigrationSource {
  /** Of the store; undefined where it never needed one. */
  readonly storeId: string | undefined
  /** About how many records there are. */
  count(): Promise<number>
  /** Every record in order of creation, in flat memory; read afresh with each call. */
  records(): AsyncIterable<FileRecord>
  readonly contents: Pick<ContentView, 'find' | 'open'>
  /** Throws `STORE_UNAVAILABLE` where it is the whole store that cannot be read, and not one content of it. */
  check(): Promise<void>
}

/**
 * A store that was empty, and in which nobody else writes until the migration is complete. No server starts on it before
 * `finish`: what is in it until then is known only to later runs of the same migration.
 */
export interface MigrationTarget {
  /** Whether an earlier run began it. */
  readonly isResumed: boolean
  /** The records that earlier runs brought, in order of creation. */
  records(): AsyncIterable<FileRecord>
  readonly contents: ContentStore
  /**
   * Whether an earlier run brought this content as a whole: then it stays until its record comes. Where not, what the
   * run may have left of it is gone.
   */
  holds(record: FileRecord): Promise<boolean>
  /** Takes records over as they are, durable at the latest with `finish`. Their contents must be durable before. */
  adopt(records: readonly FileRecord[]): Promise<void>
  /** Makes it a store that a server can start on, durably. */
  finish(): Promise<void>
}
