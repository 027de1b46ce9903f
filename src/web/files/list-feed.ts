/** Milliseconds between two looks at the list. */
const interval = 3000
/** A list that takes long to make is asked for less often, so that looking at it is never most of what the service does. */
const restPerWork = 20

interface FeedOptions<T> {
  load(signal: AbortSignal): Promise<T>
  onLoaded(loaded: T): void
  /** Whether to go on asking. */
  onFailure(error: unknown): boolean
  /** Nobody looks at a page that is not visible. */
  isVisible(): boolean
}

/** Asks for a list again and again. */
export class ListFeed<T> {
  #timer: ReturnType<typeof setTimeout> | undefined
  #current = new AbortController()

  constructor(private readonly options: FeedOptions<T>) {}

  /** Asks now. What was under way is of no interest any more. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer)
    this.#current.abort()
    const current = new AbortController()
    this.#current = current
    const { load, onLoaded, onFailure } = this.options
    const began = performance.now()
    let goesOn = true
    try {
      const loaded = await load(current.signal)
      if (!current.signal.aborted) onLoaded(loaded)
    } catch (error) {
      if (!current.signal.aborted) goesOn = onFailure(error)
    }
    // Whoever asked in the meantime goes on in its place.
    if (goesOn && !current.signal.aborted) this.#askAfter((performance.now() - began) * restPerWork)
  }

  #askAfter(rest: number): void {
    this.#timer = setTimeout(
      () => {
        // Who makes the page visible again calls `refresh`.
        if (this.options.isVisible()) void this.refresh()
      },
      Math.max(interval, rest)
    )
  }
}
