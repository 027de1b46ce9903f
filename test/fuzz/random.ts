import { seededRandom } from '../core/seeded-random.js'

/** Choices that come out the same for the same seed and iteration, whatever was chosen in other iterations. */
export class Random {
  readonly #next: () => number

  constructor(seed: number, iteration: number) {
    this.#next = seededRandom((seed ^ Math.imul(iteration + 1, 0x9e3779b1)) | 0)
  }

  /** A whole number from 0 up to but without `limit`. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }
}
