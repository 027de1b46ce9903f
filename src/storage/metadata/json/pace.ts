import { setImmediate as turn } from 'node:timers/promises'

const longest = 1.5
const stride = 64

/** Keeps a long loop from holding the event loop: now and then it is due to let others go first. */
export class Pace {
  private steps = 0
  private since = performance.now()

  isDue(): boolean {
    return ++this.steps % stride === 0 && performance.now() - this.since > longest
  }

  async rest(): Promise<void> {
    await turn()
    this.since = performance.now()
  }
}
