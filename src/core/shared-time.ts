interface SharedTimeOptions {
  /** The time of the database, in milliseconds since the epoch, of the moment between question and answer. */
  readonly ask: () => Promise<number>
  /** The clock of this machine, however wrong it is. */
  readonly wall: () => number
}

const refreshEvery = 60_000
/** Questions each time, of which the one that was answered soonest tells most. */
const questions = 3

/**
 * The time of a database that several replicas share: its clock as far as that was heard, and in between the one of
 * this machine, which may be hours off as long as it goes on at the usual pace. Wrong by no more than half of the time that
 * an answer took.
 */
export class SharedTime {
  #offset = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(private readonly options: SharedTimeOptions) {}

  /** Throws what `ask` does. */
  static async open(options: SharedTimeOptions): Promise<SharedTime> {
    const time = new SharedTime(options)
    await time.refresh()
    // What was heard last stays good enough while the database does not answer.
    time.#timer = setInterval(() => void time.refresh().catch(() => {}), refreshEvery)
    time.#timer.unref()
    return time
  }

  readonly now = (): number => this.options.wall() + this.#offset

  async refresh(): Promise<void> {
    const { ask, wall } = this.options
    let shortest = Number.POSITIVE_INFINITY
    let offset = this.#offset
    for (let i = 0; i < questions; i++) {
      const [before, begin] = [wall(), performance.now()]
      const theirs = await ask()
      const took = performance.now() - begin
      if (took >= shortest) continue
      shortest = took
      offset = theirs - (before + took / 2)
    }
    this.#offset = offset
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
