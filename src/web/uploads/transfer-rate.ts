/** Milliseconds that the rate looks back: long enough to be calm, short enough to follow. */
const span = 8_000

/** How fast bytes go, all uploads together. */
export class TransferRate {
  #steps: { at: number; bytes: number }[] = []
  #since: number | undefined

  /** `bytes` went since the last call, at `now`; what went back counts as nothing. */
  add(bytes: number, now: number): void {
    this.#since ??= now
    if (bytes > 0) this.#steps.push({ at: now, bytes })
  }

  /** Bytes per second; nothing until it can be told. */
  at(now: number): number | undefined {
    this.#steps = this.#steps.filter(({ at }) => at > now - span)
    const since = Math.max(this.#since ?? now, now - span)
    if (now - since < 1_000) return undefined
    return (this.#steps.reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / (now - since)
  }
}
