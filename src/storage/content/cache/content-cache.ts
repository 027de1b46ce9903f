/** Contents in memory, of which those go first that nobody has asked for for the longest time. */
export class ContentCache {
  readonly #contents = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(
    /** Most bytes of all of them together. */
    private readonly limit: number
  ) {}

  get(key: string): Uint8Array | undefined {
    const bytes = this.#contents.get(key)
    if (bytes === undefined) return undefined
    this.#contents.delete(key)
    this.#contents.set(key, bytes)
    return bytes
  }

  set(key: string, bytes: Uint8Array): void {
    this.delete(key)
    this.#contents.set(key, bytes)
    this.#bytes += bytes.length
    for (const oldest of this.#contents.keys()) {
      if (this.#bytes <= this.limit) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const bytes = this.#contents.get(key)
    if (bytes === undefined) return
    this.#contents.delete(key)
    this.#bytes -= bytes.length
  }
}
