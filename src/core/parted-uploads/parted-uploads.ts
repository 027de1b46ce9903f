import { setTimeout as wait } from 'node:timers/promises'
import { FileError } from '../errors.js'
import type { ContentParts } from '../ports/content-parts.js'
import type { ContentStore } from '../ports/content-store.js'
import type { HeldUpload, NewUpload, UnfinishedUploads } from '../ports/unfinished-uploads.js'
import type { LedgerUpload, UploadLedger } from '../ports/upload-ledger.js'
import type { Report } from '../report.js'
import { RunningDigests } from '../running-digests.js'
import { HeldParts } from './held-parts.js'
import { StoredParts } from './stored-parts.js'
import { UploadLease } from './upload-lease.js'

/** All in milliseconds. */
export interface UploadTimes {
  /** After it a holder that was not heard of is taken for dead. */
  readonly lease: number
  /** From one renewal to the next: so late does a holder hear that somebody waits. */
  readonly renewEvery: number
  /** The lease of a holder that has sent the commit. */
  readonly commitLease: number
  /** So long does somebody wait for the holder. */
  readonly patience: number
}

export interface PartedUploadsOptions {
  readonly ledger: UploadLedger
  readonly parts: ContentParts
  readonly contents: Pick<ContentStore, 'open'>
  readonly report: Report
  readonly times: UploadTimes
}

const askEvery = 100

/**
 * Uploads for any number of processes: what is known of them is in a database, their bytes are parts in a store of contents.
 * The ledger decides. A byte counts once its part, or the tail that it is in, is stored and the ledger has written that
 * down for the revision of the holder. A crash, or a call whose outcome nobody knows,
 *
 * - while bytes are stored leaves a part or a tail that the ledger does not know: it goes when the others are assembled or removed;
 * - between the parts and the content leaves either: what is assembled already is found to be;
 * - between content and record leaves an upload that is complete: who comes back for it makes it a file;
 * - after the record leaves a complete upload whose id has one: it is a file;
 * - while it is removed leaves the note of its key, by which the `Janitor` removes the rest.
 *
 * A holder that stood still and was taken for dead finds out by its revision: with the next step, and with the last look
 * before its commit. Only one that stands still between that look and the statement it sends, for longer than the lease
 * of a commit, could come too late.
 */
export class PartedUploads implements UnfinishedUploads {
  readonly #digests = new RunningDigests()
  /** Of those that are held in this process. */
  readonly #leases = new Map<string, UploadLease>()
  /** Who waits for an upload in this process, the first for each. */
  readonly #asking = new Map<string, Promise<unknown>>()
  #isClosed = false

  constructor(private readonly options: PartedUploadsOptions) {}

  async add(upload: NewUpload): Promise<void> {
    const { ledger, parts } = this.#open()
    await ledger.add(upload, parts.partSize(upload.size))
  }

  async hold(id: string, onWanted: () => void): Promise<HeldUpload | undefined> {
    const until = performance.now() + this.options.times.patience
    // One of them asks for all: however many wait, the database is asked as often.
    for (let other = this.#asking.get(id); other; other = this.#asking.get(id)) {
      await other.catch(() => {})
      if (performance.now() > until) throw new FileError('UPLOAD_BUSY')
    }
    const asking = this.#take(id, until).finally(() => this.#asking.delete(id))
    this.#asking.set(id, asking)
    const taken = await asking
    return taken && this.#held(taken, onWanted)
  }

  async forget(id: string): Promise<void> {
    this.#digests.drop(id)
    await this.#open().ledger.forget(id)
  }

  async expired(limit: number): Promise<string[]> {
    return this.#open().ledger.expired(limit)
  }

  async count(): Promise<number> {
    return this.#open().ledger.count()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const lease of this.#leases.values()) lease.stop()
  }

  #open(): PartedUploadsOptions {
    if (this.#isClosed) throw new FileError('STORE_UNAVAILABLE')
    return this.options
  }

  async #take(id: string, until: number): Promise<LedgerUpload | undefined> {
    for (;;) {
      const taken = await this.#open().ledger.take(id, this.options.times.lease)
      if (taken !== 'busy') return taken
      this.#leases.get(id)?.want()
      if (performance.now() > until) throw new FileError('UPLOAD_BUSY')
      await wait(askEvery)
    }
  }

  #held(state: LedgerUpload, onWanted: () => void): HeldUpload {
    const { ledger, parts, times } = this.options
    const lease = new UploadLease({ ...times, ledger, hold: state, onWanted })
    this.#leases.set(state.id, lease)
    const stopRenewing = () => {
      lease.stop()
      if (this.#leases.get(state.id) === lease) this.#leases.delete(state.id)
    }
    const stored = new StoredParts(state, { ledger, parts, lease: times.lease })
    return new HeldParts({ ...this.options, stored, digests: this.#digests, stopRenewing })
  }
}
