import { newKey } from '../keys.js'
import type { ContentNotes } from '../ports/content-notes.js'
import type { ContentSweep } from '../ports/content-sweep.js'
import type { Lease } from '../ports/lease.js'
import type { Report } from '../report.js'
import { noteOrphans } from './note-orphans.js'
import { type TidiedNotes, tidyNotes } from './tidy-notes.js'

interface JanitorOptions {
  readonly contents: ContentSweep
  readonly records: ContentNotes & Lease
  readonly report: Report
  /** Milliseconds from one round to the next. */
  readonly interval: number
  /** Milliseconds after which a note is nobody's who is still at work: longer than any upload goes without renewing it. */
  readonly noteAge: number
  /** Milliseconds from one look at every object to the next. */
  readonly sweepInterval: number
  /** Milliseconds for which an object without a record is none of our business. */
  readonly objectAge: number
}

/** What one round did. */
export interface Tidied extends TidiedNotes {
  /** Objects that no record names, noted to be looked at once more. */
  readonly noted: number
}

const leaseName = 'janitor'

/**
 * Removes contents that no record names, on one replica at a time. It goes by the notes of the metadata store; a content
 * that has not even a note (someone copied a bucket, or restored older metadata) is noted when it is seen and so removed
 * only when it is still nobody's a note's age later.
 *
 * Nothing that a file needs can go: a commit needs its content noted within half of `noteAge` before it (see
 * `UploadNote`). Two janitors at once, after a lease ran out, do the same thing twice.
 */
export class Janitor {
  readonly #holder = newKey()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(private readonly options: JanitorOptions) {}

  /** Goes round from now on, until it is closed. */
  start(): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#goRound().finally(() => {
        if (!this.#isClosed) this.start()
      })
    }, this.options.interval)
    this.#timer.unref()
  }

  /** One round, if no other replica is at it; undefined if one is. */
  async tidy(): Promise<Tidied | undefined> {
    if (!(await this.#holdsLease())) return undefined
    const notes = await tidyNotes({
      ...this.options,
      mayGoOn: () => this.#holdsLease(),
      isClosed: () => this.#isClosed,
    })
    return { ...notes, noted: await this.#sweep() }
  }

  /** Waits for no more than one call of each store. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#round
    await this.options.records.release(leaseName, this.#holder).catch(() => {})
  }

  async #goRound(): Promise<void> {
    const { report } = this.options
    try {
      const tidied = await this.tidy()
      if (tidied && tidied.removed + tidied.noted > 0) {
        const { removed, noted } = tidied
        report('info', `Contents without a record: ${removed} removed, ${noted} noted`)
      }
    } catch (error) {
      report('warn', 'Contents that nobody needs could not be removed', error)
    }
  }

  /** The look at every object, where it is due and nobody else is at it. What did not come to its end is due again. */
  async #sweep(): Promise<number> {
    const { records, sweepInterval } = this.options
    const [name, holder] = [`${leaseName}-sweep`, newKey()]
    if (this.#isClosed || !(await records.take(name, holder, sweepInterval))) return 0
    let noted: number | undefined
    try {
      noted = await noteOrphans({ ...this.options, isClosed: () => this.#isClosed })
    } finally {
      // Else never given back: whoever gets it next is a sweep's interval later.
      if (noted === undefined) await records.release(name, holder).catch(() => {})
    }
    return noted ?? 0
  }

  #holdsLease(): Promise<boolean> {
    const { records, interval } = this.options
    return records.take(leaseName, this.#holder, interval * 2)
  }
}
