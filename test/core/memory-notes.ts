import type { ContentNotes } from '../../src/core/ports/content-notes.js'
import type { Lease } from '../../src/core/ports/lease.js'

/** Notes and leases by a clock that the test moves. */
export class MemoryNotes implements ContentNotes, Lease {
  now = 0
  readonly notes = new Map<string, number>()
  readonly records = new Set<string>()
  readonly #leases = new Map<string, { holder: string; until: number }>()

  async note(key: string): Promise<void> {
    this.notes.set(key, this.now)
  }

  async strike(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.notes.delete(key)
  }

  async stale(age: number, limit: number): Promise<string[]> {
    const old = [...this.notes].filter(([, at]) => at < this.now - age)
    return old
      .sort(([, a], [, b]) => a - b)
      .slice(0, limit)
      .map(([key]) => key)
  }

  async noted(keys: readonly string[]): Promise<Set<string>> {
    return new Set(keys.filter((key) => this.notes.has(key)))
  }

  async named(keys: readonly string[]): Promise<Set<string>> {
    return new Set(keys.filter((key) => this.records.has(key)))
  }

  async take(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const lease = this.#leases.get(name)
    if (lease && lease.holder !== holder && lease.until > this.now) return false
    this.#leases.set(name, { holder, until: this.now + ttlMs })
    return true
  }

  async release(name: string, holder: string): Promise<void> {
    if (this.#leases.get(name)?.holder === holder) this.#leases.delete(name)
  }
}
