import type { Hold, UploadLedger } from '../ports/upload-ledger.js'
import type { UploadTimes } from './parted-uploads.js'

interface UploadLeaseOptions extends Pick<UploadTimes, 'lease' | 'renewEvery'> {
  readonly ledger: UploadLedger
  readonly hold: Hold
  /** Called once when the holder should come to an end: somebody waits, or it is not the holder any more. */
  readonly onWanted: () => void
}

/** Keeps an upload for its holder until that stops it. */
export class UploadLease {
  #timer: NodeJS.Timeout | undefined
  #isWanted = false
  #isOver = false

  constructor(private readonly options: UploadLeaseOptions) {
    this.#wait()
  }

  want(): void {
    if (this.#isWanted || this.#isOver) return
    this.#isWanted = true
    this.options.onWanted()
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#renew(), this.options.renewEvery)
    this.#timer.unref()
  }

  async #renew(): Promise<void> {
    const { ledger, hold, lease } = this.options
    // What a renewal that fails may bring about is that another one takes over; every change asks for that.
    const state = await ledger.renew(hold, lease).catch(() => 'held')
    if (state !== 'held') this.want()
    if (!this.#isOver) this.#wait()
  }
}
