/** Where the bytes of a file are and what they are. Bytes are immutable under their key: new bytes get a new key. */
export interface ContentFacts {
  /** nanoid of the bytes; equals the file's id until its content is first replaced. */
  readonly contentKey: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** One stored file as every door sees it. Records are never mutated: a change makes a new one. */
export interface FileRecord extends ContentFacts {
  /** nanoid, 21 characters, never beginning with `-`. */
  readonly id: string
  /** Display name, NFC, 1 to 255 bytes of UTF-8. */
  readonly name: string
  /** Media type, with parameters where they were declared. */
  readonly type: string
  /** Milliseconds since the epoch, strictly increasing within one writer. */
  readonly createdAt: number
  /** Milliseconds since the epoch, strictly increasing within one writer; a count does not touch it. */
  readonly updatedAt: number
  readonly downloadCount: number
  /** Safe name under which the file answers at `/uploads/{filename}`, or null; fixed at upload. */
  readonly publishedAs: string | null
  /** 1 at first, plus 1 for each change other than a count. */
  readonly revision: number
}

/** What the caller decides about a new file; the metadata store adds times, revision and count at commit. */
export type NewFile = Omit<FileRecord, 'createdAt' | 'updatedAt' | 'downloadCount' | 'revision'>

/** The members that a replacement or a rename may change. Absent members stay as they are. */
export interface FileChange {
  readonly name?: string
  readonly type?: string
  readonly content?: ContentFacts
}
