/** The end of one call of a store, whatever number of round trips it takes. */
export class Deadline {
  readonly #end: number

  constructor(ms: number) {
    this.#end = performance.now() + ms
  }

  /** Milliseconds until then, less those that something else will need. */
  left(reserve = 0): number {
    return Math.max(0, this.#end - performance.now() - reserve)
  }
}

/** What the work gives, unless that takes longer: then `late` is thrown, and the work is left to end by itself. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, end])
  } finally {
    clearTimeout(timer)
  }
}
