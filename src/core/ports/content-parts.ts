import type { StoredPart } from './upload-ledger.js'

/**
 * Contents that are stored part by part, by several processes one after the other. Nothing of them can be read before they
 * are assembled. All parts but the last have the same size; bytes that are fewer than that are kept apart as a tail until
 * there are more.
 *
 * Every method throws `FileError` as those of a `ContentStore` do.
 */
export interface ContentParts {
  /** Bytes of the parts of a content of this size. */
  partSize(size: number): number
  /** Begins a series of parts and gives its id. */
  begin(key: string): Promise<string>
  /**
   * Stores a part durably. A number is used once: what arrives late must not take the place of another part. Throws
   * `CONTENT_MISSING` where the series is not there any more.
   */
  store(key: string, part: NewPart): Promise<StoredPart>
  /** Stores bytes durably that are no part yet. A name is used once. */
  storeTail(key: string, name: string, bytes: Uint8Array): Promise<void>
  /** Throws `CONTENT_MISSING` where there are not so many bytes under this name. */
  readTail(key: string, name: string, size: number): Promise<Uint8Array>
  removeTail(key: string, name: string): Promise<void>
  /**
   * Makes one content of the parts, durable when it resolves; nothing happens where that was done before. Throws
   * `CONTENT_MISSING` where one of them is not there.
   */
  assemble(key: string, content: PartedContent): Promise<void>
  /** Removes all parts and tails under the key, but not what was assembled. */
  tidy(key: string): Promise<void>
}

export interface NewPart {
  readonly series: string
  readonly number: number
  readonly bytes: Uint8Array
}

export interface PartedContent {
  readonly size: number
  /** Absent where there are no parts, since the content has no bytes. */
  readonly series?: string
  /** In their order. */
  readonly parts: readonly StoredPart[]
}
