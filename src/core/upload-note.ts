import { FileError } from './errors.js'
import type { ContentNotes } from './ports/content-notes.js'

export interface UploadNoteOptions {
  readonly notes: ContentNotes
  /** Milliseconds after which a note is renewed while its upload still runs. */
  readonly renewAfter: number
  /** Milliseconds after which a note is not relied on any more: well before the janitor takes it for left behind. */
  readonly goodFor: number
}

/** Failed renewals are repeated so often before the note is no good any more, and not with every chunk. */
const attempts = 50

/** The note of one upload, from before its first byte to its commit. */
export class UploadNote {
  #notedAt = moment()
  #triedAt = this.#notedAt

  private constructor(
    private readonly key: string,
    private readonly options: UploadNoteOptions
  ) {}

  static async make(key: string, options: UploadNoteOptions): Promise<UploadNote> {
    // The time is taken before: the database may have written it down at any moment until the answer.
    const note = new UploadNote(key, options)
    await options.notes.note(key)
    return note
  }

  /**
   * Shows the janitor that somebody still works on the content, where it is time for that; renewals may fail for a while.
   * Throws `STORE_UNAVAILABLE` once the note is so old that the content cannot be relied on any more, for instance
   * since this process stood still.
   */
  async keep(): Promise<void> {
    const { notes, renewAfter, goodFor } = this.options
    const now = moment()
    const age = since(this.#notedAt, now)
    if (age > goodFor) {
      const cause = new Error('The note of an upload could not be renewed for too long')
      throw new FileError('STORE_UNAVAILABLE', { cause })
    }
    if (age <= renewAfter) return
    if (this.#triedAt !== this.#notedAt && since(this.#triedAt, now) < goodFor / attempts) return
    this.#triedAt = now
    try {
      await notes.note(this.key)
      this.#notedAt = now
    } catch {
      // There is time left to try again.
    }
  }
}

/** By both clocks: one does not go on while the machine sleeps, the other may be set back. */
interface Moment {
  readonly wall: number
  readonly monotonic: number
}

const moment = (): Moment => ({ wall: Date.now(), monotonic: performance.now() })

const since = (then: Moment, now: Moment): number =>
  Math.max(now.wall - then.wall, now.monotonic - then.monotonic)
