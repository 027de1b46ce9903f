import type { Totals } from '../../../core/ports/metadata-store.js'

/** A count is taken again after so many times what the last one took, so that counting is hardly ever what is done. */
const restFactor = 50

/** Totals that have to be counted: not more often than every so often, and once for all who ask meanwhile. */
export class CountedTotals {
  #last: Totals | undefined
  #goodUntil = 0
  #running: Promise<Totals> | undefined

  constructor(
    private readonly count: () => Promise<Totals>,
    /** Milliseconds that a count is good for at least. */
    private readonly age: number
  ) {}

  async get(): Promise<Totals> {
    if (this.#last !== undefined && performance.now() < this.#goodUntil) return this.#last
    this.#running ??= this.#take().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #take(): Promise<Totals> {
    const start = performance.now()
    this.#last = await this.count()
    const end = performance.now()
    this.#goodUntil = this.age === 0 ? 0 : end + Math.max(this.age, restFactor * (end - start))
    return this.#last
  }
}
