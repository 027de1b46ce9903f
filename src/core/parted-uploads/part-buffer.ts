/** Bytes that come in chunks of any size, gathered until they are a part. */
export class PartBuffer {
  readonly #bytes: Buffer
  #used = 0

  constructor(size: number, first: Uint8Array) {
    this.#bytes = Buffer.allocUnsafeSlow(size)
    this.add(first)
  }

  get isFull(): boolean {
    return this.#used === this.#bytes.length
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used)
  }

  /** Takes as many of them as there is room for, and gives those. */
  add(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, this.#bytes.length - this.#used)
    this.#bytes.set(taken, this.#used)
    this.#used += taken.length
    return taken
  }

  clear(): void {
    this.#used = 0
  }
}
