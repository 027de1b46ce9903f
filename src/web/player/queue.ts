/** Files to play one after the other, and where in them we are. */
export class Queue<T extends { readonly file_id: string }> {
  #at: number

  constructor(
    private readonly files: readonly T[],
    first: T
  ) {
    this.#at = files.findIndex(({ file_id }) => file_id === first.file_id)
    if (this.#at < 0) {
      this.files = [first]
      this.#at = 0
    }
  }

  get previous(): T | undefined {
    return this.files[this.#at - 1]
  }

  get next(): T | undefined {
    return this.files[this.#at + 1]
  }

  /** Goes there, and tells what is there. */
  move(steps: 1 | -1): T | undefined {
    const file = this.files[this.#at + steps]
    if (file) this.#at += steps
    return file
  }
}
