import type { StagedContent } from './content-store.js'

/** What is known of an upload from its creation on, and never changes. */
export interface NewUpload {
  /** Becomes the id of the file, and the key of its first content. */
  readonly id: string
  /** Bytes of the whole content. */
  readonly size: number
  /** Display name. */
  readonly name: string
  /** Media type; absent where the name decides. */
  readonly type?: string
  /** What the client said of it, to be told again word for word; at most some KiB. */
  readonly metadata: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

export interface UnfinishedUpload extends NewUpload {
  /** Bytes that have arrived, survive a power cut, and were counted durably. */
  readonly offset: number
}

/**
 * Where uploads are that come in several requests: what is known of them and the bytes that have arrived, over restarts
 * and crashes, until their time is over. An upload becomes a file by `complete` and then the insert of a record with its
 * id; what is known of it stays behind until it expires, so that a client which lost the last answer can still be told.
 *
 * An upload of which everything has arrived and whose id no record has was never made a file, and may be made one again:
 * whoever deletes a file calls `forget` before that, or else the file could come back.
 *
 * Every method may throw `FileError` `STORE_UNAVAILABLE`, those that store something also `INSUFFICIENT_STORAGE`.
 */
export interface UnfinishedUploads {
  /** Begins an upload, with no bytes yet. Durable when it resolves. */
  add(upload: NewUpload): Promise<void>

  /**
   * Takes the upload for the caller alone, over all processes that share the store; undefined where there is none,
   * expired ones included until they are removed. Until it is released `onWanted` is called, once, when somebody else wants
   * it: the caller should then come to an end. Who wants it waits some seconds for that and then gets `UPLOAD_BUSY`.
   *
   * Throws `UPLOAD_GONE` where bytes that had been counted are lost; it is removed, and reported.
   */
  hold(id: string, onWanted: () => void): Promise<HeldUpload | undefined>

  /**
   * Durably takes the right to become a file from the upload, whoever holds it; nothing happens where there is none.
   * Cheap enough to be called for every file that is deleted. Bytes that `complete` has published are left alone.
   */
  forget(id: string): Promise<void>

  /** At most `limit` ids of uploads whose time is over, finished or not. */
  expired(limit: number): Promise<string[]>

  /** How many uploads wait for bytes and still may; may be some seconds old. Cheap enough for every creation. */
  count(): Promise<number>

  /** Lets go of everything. Later calls throw `STORE_UNAVAILABLE`. */
  close(): Promise<void>
}

/** An upload that nobody else can change until it is released. */
export interface HeldUpload {
  /** As it is now, after each `append` too. */
  readonly upload: UnfinishedUpload

  /**
   * Adds the bytes, in order and with back-pressure, and resolves with the new offset. Where a chunk throws, what came
   * before it is kept and counted, and the error is rethrown as it is; with `isWhole` nothing of it is kept then.
   * Bytes beyond the size throw `FILE_TOO_LARGE`; those before them stay. Without `isWhole` progress becomes durable on the way as
   * well, at the latest every 32 MiB, so that a crash costs no more than that.
   */
  append(bytes: AsyncIterable<Uint8Array>, options?: AppendOptions): Promise<number>

  /**
   * Makes a content of the bytes, which must all be there, without a copy of them where the store can. Its key is the id.
   * May be called again after a crash, a failed commit and `discard`, which leaves the upload as it was: complete, and no file.
   * `publish` throws `FILE_NOT_FOUND` once the upload is forgotten.
   */
  complete(): Promise<CompletedUpload>

  /** Removes the upload and its bytes, but nothing that `complete` has published. Durable when it resolves. */
  remove(): Promise<void>

  /**
   * Lets others have it; after a commit of which nobody knows whether it happened, not before it no longer can. Never
   * throws; a second call does nothing.
   */
  release(options?: { readonly isInDoubt: boolean }): Promise<void>
}

interface AppendOptions {
  /** All of the bytes or none. */
  readonly isWhole?: boolean
}

export interface CompletedUpload {
  readonly staged: StagedContent
  /** Lower-case hex. */
  readonly sha256: string
}
