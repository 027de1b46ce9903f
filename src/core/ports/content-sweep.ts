/**
 * A content store that does not know by itself which of its bytes are worth something, so that whoever knows the
 * records can remove the others: what uploads left that were cut off, and objects that no record names.
 *
 * Every method throws `FileError` as those of a `ContentStore` do.
 */
export interface ContentSweep {
  /**
   * Removes everything under the key, uploads that never ended included. Nothing happens where there is nothing. For
   * keys that no record names, and to which nobody is writing any more.
   */
  abandon(key: string): Promise<void>

  /**
   * The contents that are there, in no order and in flat memory; those that come and go meanwhile may be among them.
   * Uploads that never ended are not, and neither is what others keep in the same place, as far as its name tells.
   */
  objects(): AsyncIterable<SweptObject>
}

export interface SweptObject {
  readonly key: string
  /** Milliseconds since the epoch, by the clock of the store. */
  readonly modifiedAt: number
}
