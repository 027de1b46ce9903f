import type { Report } from '../report.js'

const minute = 60_000

interface UploadSweepOptions {
  readonly uploads: { expire(isOver: () => boolean): Promise<number> }
  readonly report: Report
  /** Milliseconds from one round to the next. */
  readonly interval?: number
}

/** Removes uploads whose time is over, at the start and from time to time. Replicas may do it at once. */
export class UploadSweep {
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(private readonly options: UploadSweepOptions) {}

  start(): void {
    const { interval = 10 * minute } = this.options
    this.#round = this.#sweep().finally(() => {
      if (this.#isClosed) return
      this.#timer = setTimeout(() => this.start(), interval)
      this.#timer.unref()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#round
  }

  async #sweep(): Promise<void> {
    const { uploads, report } = this.options
    try {
      const removed = await uploads.expire(() => this.#isClosed)
      if (removed > 0) report('info', `${removed} expired uploads were removed`)
    } catch (error) {
      if (!this.#isClosed) report('warn', 'Expired uploads could not be removed', error)
    }
  }
}
