import { FileError } from '../../../core/errors.js'
import { type Measure, stopwatch } from '../../../core/measure.js'
import type { Report } from '../../../core/report.js'
import { isOutOfDescriptors, storeError } from '../../fs/errors.js'

/**
 * What follows from a failed sync. The kernel reports lost writes once and then forgets them, so that a repeated
 * sync succeeds without the bytes being there: after the first failure nothing more is acknowledged until a
 * restart has read what the disk really holds. Running out of space, or of descriptors to sync through, is no such
 * failure.
 */
export class SyncPolicy {
  #fault: FileError | undefined

  constructor(
    private readonly report: Report,
    private readonly measure: Measure
  ) {}

  /** Throws `STORE_UNAVAILABLE` once a sync has failed. */
  check(): void {
    if (this.#fault) throw this.#fault
  }

  async run(what: 'contentSync' | 'directorySync', sync: () => Promise<void>): Promise<void> {
    this.check()
    const synced = stopwatch(this.measure, what)
    try {
      await sync()
      synced()
    } catch (error) {
      const known = storeError(error)
      if (known.code === 'INSUFFICIENT_STORAGE' || isOutOfDescriptors(error)) throw known
      throw this.fail(error)
    }
    this.check()
  }

  /** Acknowledges nothing more; the error to say so with. */
  fail(cause: unknown): FileError {
    this.#fault ??= new FileError('STORE_UNAVAILABLE', { cause })
    this.report('fatal', 'Content could not be synced to the disk', cause)
    return this.#fault
  }
}
