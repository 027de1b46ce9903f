/**
 * What a shared metadata store notes of contents that may have no record, so that a crash at any moment leaves no bytes
 * for ever. A key is noted before its first byte is stored; the commit that names it strikes the note. Times are those of
 * the database, so that the clocks of replicas do not matter.
 *
 * The metadata store itself notes the key of bytes that an update or a delete leaves without a record, at the latest
 * with that commit; whoever then removes them strikes the note.
 *
 * Every method may throw `FileError` `STORE_UNAVAILABLE`; whether it then happened is open, and each may be called again.
 */
export interface ContentNotes {
  /** Notes, durable when it resolves, that bytes may lie under this key; a key that is noted already is so anew. */
  note(key: string): Promise<void>
  /** Takes notes back: the bytes are gone, or a record names them. Nothing happens for keys without one. */
  strike(keys: readonly string[]): Promise<void>
  /** At most `limit` keys that were last noted more than `age` milliseconds ago, the oldest first. */
  stale(age: number, limit: number): Promise<string[]>
  /** Those of the keys that are noted. */
  noted(keys: readonly string[]): Promise<Set<string>>
  /** Those of the keys that a record names. */
  named(keys: readonly string[]): Promise<Set<string>>
}
