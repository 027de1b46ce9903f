/** Bytes that are in memory as a whole, or come one chunk after the other. */
export type Bytes = Uint8Array | AsyncIterable<Uint8Array>

/**
 * Where the bytes live. An implementation knows nothing of names, types or records: it maps a key, chosen by the
 * caller, fresh for every upload and never reused, to immutable bytes.
 *
 * Every method throws `FileError`: `INSUFFICIENT_STORAGE` where space, quota or inodes ran out,
 * `STORE_UNAVAILABLE` where the store cannot work at the moment. Native errors never get out.
 */
export interface ContentStore {
  /**
   * Takes the bytes in, in order, with back-pressure: memory stays flat whatever their number. They are not yet
   * visible to `open` and need not be durable.
   *
   * When a chunk throws, that error is rethrown as it is and nothing is left behind.
   */
  stage(key: string, bytes: Bytes): Promise<StagedContent>

  /**
   * Bytes `start` to `end` (both inclusive; none when `end < start`) of the content under `key`, in chunks of the
   * store's choosing. The store has checked that it can read the content when the promise resolves: it rejects
   * with `CONTENT_MISSING` when there is nothing under the key or when it is not of `size` bytes.
   *
   * From then on neither `delete` nor anything else cuts the reader short. The iterator either yields every byte
   * asked for or throws; it never ends early. Whoever opens it must exhaust it or call its `return`, which frees
   * what it holds, also when no chunk was ever asked for.
   */
  open(key: string, range: ContentRange): Promise<ContentReader>

  /**
   * Removes the bytes under `key`; nothing happens when there are none. Need not be durable when it resolves. Gives
   * whether they are gone, or go only once nobody reads them any more.
   */
  delete(key: string): Promise<Removal>

  /** Throws `INSUFFICIENT_STORAGE` when `bytes` more would not fit beside the configured reserve. */
  ensureSpace(bytes: number): Promise<void>

  /**
   * Most bytes that `ensureSpace` would let pass now, 0 when it refuses everything; undefined where the store knows no
   * such end. Cheap enough to be polled.
   */
  room(): Promise<number | undefined>

  /**
   * Throws `STORE_UNAVAILABLE` when the store could not take or serve bytes now, `INSUFFICIENT_STORAGE` when it is
   * full. Cheap enough to be polled.
   */
  check(): Promise<void>
}

export type Removal = 'gone' | 'later'

/** The chunks of a content, in order. */
export interface ContentReader extends AsyncIterableIterator<Uint8Array> {
  /** Takes back a chunk that nobody looks at any more: a later one may then be made in the same memory. */
  recycle?(chunk: Uint8Array): void
}

export interface ContentRange {
  readonly start: number
  readonly end: number
  /** Bytes of the whole content as its record states them. */
  readonly size: number
}

/** Bytes taken in but not yet part of any file. Exactly one of `publish` (by the commit) and `discard` ends it. */
export interface StagedContent {
  readonly key: string
  /**
   * Makes the bytes durable and visible to `open` under their key. A second call does nothing more.
   *
   * Called by the metadata store inside the commit that names the key, so that a pair of stores which share one
   * log can make both durable at once instead.
   */
  publish(): Promise<void>
  /** Removes the bytes, published or not. Never throws: what cannot be removed now is an orphan for later. */
  discard(): Promise<void>
}

/** A content store whose keys can be listed, so that bytes that belong to no record are found at start. */
export interface ContentInventory {
  /** Every key that `open` could find, in no order. */
  keys(): Promise<Set<string>>
  /**
   * Whether the bytes still lie in a log where they were written first. A log also holds what was deleted meanwhile, so
   * that one without a record there is nothing unusual.
   */
  isWaiting(key: string): boolean
  /** Takes the bytes under `key` out of the store but keeps them for an operator to look at for a week. */
  quarantine(key: string): Promise<void>
}
