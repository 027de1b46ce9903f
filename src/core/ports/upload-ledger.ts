import type { NewUpload, UnfinishedUpload } from './unfinished-uploads.js'

/** Which holder of an upload does something. */
export interface Hold {
  readonly id: string
  /** Of the upload since it was taken: nobody else ever gets the same one. */
  readonly revision: number
}

export interface SizedHold extends Hold {
  /** Bytes of the whole upload. */
  readonly size: number
}

/** How the bytes of an upload lie in a store of parts (see `ContentParts`). */
export interface PartsState {
  /** The id under which its parts belong together; absent before the first one. */
  readonly series?: string
  /** From here on no number of a part was ever used, not even by a holder that went away. */
  readonly nextNumber: number
  /** The name of the bytes behind the last whole part; absent where there are none. */
  readonly tail?: string
}

export interface LedgerUpload extends UnfinishedUpload, PartsState, SizedHold {
  /** Bytes of each part but the last. */
  readonly partSize: number
}

/** A part that is stored. */
export interface StoredPart {
  /** Its number in the series. */
  readonly number: number
  /** What the store gave for it, to be told when the parts are assembled. */
  readonly tag: string
  readonly checksum?: string
}

export interface UploadProgress extends PartsState {
  readonly offset: number
  /** The part that was just stored, and which of all it is, from 0; one in the same place gives way to it. */
  readonly part?: StoredPart & { readonly place: number }
}

/** Whether somebody still holds an upload, and somebody else waits for it; `gone` where there is none any more. */
export type HoldState = 'held' | 'wanted' | 'lost' | 'gone'

/**
 * What several processes know together of unfinished uploads whose bytes are in another system. An upload belongs to one
 * holder at a time, who keeps it by a lease; the clock of the database measures it. Nothing depends on leases, though: each
 * change says for which revision it is, and taking an upload gives it a new one, so that a holder which was taken for dead
 * changes nothing any more. So does releasing it, since calls may arrive in another order than they were sent.
 *
 * While an upload is here its id counts as a key that a record names (see `ContentNotes`); whatever takes it away
 * notes the key in the same moment or before.
 *
 * Every method may throw `FileError` `STORE_UNAVAILABLE`; whether it then happened is open, and each may be called again.
 */
export interface UploadLedger {
  /** The time of the database, in milliseconds: uploads expire by it. */
  now(): number
  /** Durable when it resolves. */
  add(upload: NewUpload, partSize: number): Promise<void>
  /**
   * Takes the upload for `leaseMs`: nobody had it, or not any more. `busy` where somebody has it, who is told at the
   * next `renew`.
   */
  take(id: string, leaseMs: number): Promise<LedgerUpload | 'busy' | undefined>
  /** Begins the lease anew. */
  renew(hold: Hold, leaseMs: number): Promise<HoldState>
  /** Writes down durably how far the upload is, and begins the lease anew. False where the hold was lost: nothing happened. */
  advance(hold: SizedHold, progress: UploadProgress, leaseMs: number): Promise<boolean>
  /** The parts in their order. */
  parts(id: string): Promise<StoredPart[]>
  /** Lets others take the upload at once. Nothing happens where the hold was lost. */
  release(hold: Hold, nextNumber: number): Promise<void>
  /** False where the hold was lost: nothing happened. */
  remove(hold: Hold): Promise<boolean>
  /** Removes the upload, whoever holds it. */
  forget(id: string): Promise<void>
  /** At most `limit` ids of uploads whose time is over, the longest over first. */
  expired(limit: number): Promise<string[]>
  /** Of those that are not complete. */
  count(): Promise<number>
}
