import { createHash, type Hash } from 'node:crypto'

/** Digests kept at a time; an upload whose digest had to go is read once more at its end. */
const most = 10_000

/** The sha256 of uploads that come in several requests, as far as this process has seen their bytes in order. */
export class RunningDigests {
  readonly #digests = new Map<string, { readonly offset: number; readonly hash: Hash }>()

  /** A digest of the first `offset` bytes, to go on with; undefined where this process has not seen all of them. */
  at(id: string, offset: number): Hash | undefined {
    if (offset === 0) return createHash('sha256')
    const known = this.#digests.get(id)
    return known?.offset === offset ? known.hash.copy() : undefined
  }

  /** Notes the digest of the first `offset` bytes, which must not change any more. */
  keep(id: string, offset: number, hash: Hash): void {
    this.#digests.delete(id)
    this.#digests.set(id, { offset, hash: hash.copy() })
    if (this.#digests.size <= most) return
    const [oldest] = this.#digests.keys()
    if (oldest !== undefined) this.#digests.delete(oldest)
  }

  drop(id: string): void {
    this.#digests.delete(id)
  }
}
