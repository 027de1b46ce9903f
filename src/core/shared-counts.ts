interface NextIncrement {
  count: number
  done: Promise<void>
}

/**
 * Concurrent counts of one thing as few increments: while one is under way, all that come meanwhile wait for the one
 * behind it together. Each count is in exactly one increment and shares its fate.
 */
export class SharedCounts {
  readonly #running = new Map<string, Promise<void>>()
  readonly #next = new Map<string, NextIncrement>()

  constructor(private readonly increment: (id: string, by: number) => Promise<void>) {}

  /** Resolves once an increment that holds this count did. */
  add(id: string): Promise<void> {
    const next = this.#next.get(id)
    if (next !== undefined) {
      next.count++
      return next.done
    }
    const running = this.#running.get(id)
    return running === undefined ? this.#run(id, 1) : this.#wait(id, running)
  }

  #wait(id: string, running: Promise<void>): Promise<void> {
    const begin = () => {
      this.#next.delete(id)
      return this.#run(id, next.count)
    }
    const next: NextIncrement = { count: 1, done: running.then(begin, begin) }
    this.#next.set(id, next)
    return next.done
  }

  #run(id: string, by: number): Promise<void> {
    // The next one, if there is any, has taken this place by the time that others could look.
    const work = this.increment(id, by).finally(() => this.#running.delete(id))
    this.#running.set(id, work)
    return work
  }
}
