/**
 * Work that only one of several replicas does at a time. A lease ends by itself after its time, measured by the clock of
 * the store: whoever works longer takes it again before that. It keeps two from doing the same thing twice, most of the time; what
 * must never happen twice needs more than a lease.
 *
 * Both methods may throw `FileError` `STORE_UNAVAILABLE`: the lease is then not to be relied on.
 */
export interface Lease {
  /** Whether this holder has the lease from now on for `ttlMs`: nobody had it, its time had passed, or it was its own. */
  take(name: string, holder: string, ttlMs: number): Promise<boolean>
  /** Gives it back before its time; nothing happens where somebody else has it. */
  release(name: string, holder: string): Promise<void>
}
