/** Which contents are being read here, and what waits for that to end. */
export class OpenReaders {
  readonly #open = new Map<string, { count: number; afterwards?: () => void }>()

  /** One more reader of the key; calling the result tells that it is done. */
  enter(key: string): () => void {
    const readers = this.#open.get(key) ?? { count: 0 }
    this.#open.set(key, readers)
    readers.count++
    let left = false
    return () => {
      if (left) return
      left = true
      if (--readers.count > 0) return
      this.#open.delete(key)
      readers.afterwards?.()
    }
  }

  /** Whether there are any; then `afterwards` is called once when the last of them is done. */
  afterLast(key: string, afterwards: () => void): boolean {
    const readers = this.#open.get(key)
    if (readers === undefined) return false
    readers.afterwards = afterwards
    return true
  }
}
