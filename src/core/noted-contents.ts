import type {
  Bytes,
  ContentRange,
  ContentReader,
  ContentStore,
  Removal,
  StagedContent,
} from './ports/content-store.js'
import { Turnstile } from './turnstile.js'
import { UploadNote, type UploadNoteOptions } from './upload-note.js'

/** The others wait: a client that deletes much is not to take all connections. */
const removalsAtOnce = 16

interface NotedContentsOptions extends UploadNoteOptions {
  readonly contents: ContentStore
}

/**
 * Contents in a system that shares no log with the records: before a byte is written under a key, the metadata store
 * notes the key. Whatever stops halfway leaves a note, by which the `Janitor` finds the bytes. A crash, or a call whose
 * outcome nobody knows,
 *
 * - before the note leaves nothing;
 * - between note and commit leaves the note and perhaps bytes that no record names: the janitor removes both;
 * - after the commit leaves a record and its bytes, and perhaps the note, which the janitor only strikes;
 * - after a commit that replaced or deleted the bytes leaves them and the note that was made by that commit;
 * - after their removal leaves a note of nothing, as an upload does that was given up: the janitor finds no bytes.
 *
 * The janitor takes nothing that a commit is about to name: the commit publishes the bytes first, which fails once their
 * note is half as old as the janitor waits. Only a process that stands still for the other half between that and
 * the statement that it sends could come too late.
 */
export class NotedContents implements ContentStore {
  readonly #removals = new Set<Promise<void>>()
  readonly #turnstile = new Turnstile(removalsAtOnce)
  #isClosed = false

  constructor(private readonly options: NotedContentsOptions) {}

  async stage(key: string, bytes: Bytes): Promise<StagedContent> {
    const note = await UploadNote.make(key, this.options)
    const noted = bytes instanceof Uint8Array ? bytes : keeping(note, bytes)
    const staged = await this.options.contents.stage(key, noted)
    return {
      key,
      async publish() {
        await note.keep()
        await staged.publish()
      },
      discard: () => staged.discard(),
    }
  }

  open(key: string, range: ContentRange): Promise<ContentReader> {
    return this.options.contents.open(key, range)
  }

  /** Nobody waits for it: the note says what is to be done, also when it fails or the process ends. */
  async delete(key: string): Promise<Removal> {
    const removal = this.#turnstile
      .pass(() => this.#remove(key))
      .catch(() => {})
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
    return 'later'
  }

  /** Waits for the removals that are under way. The notes of others stay. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#removals)
  }

  ensureSpace(bytes: number): Promise<void> {
    return this.options.contents.ensureSpace(bytes)
  }

  room(): Promise<number | undefined> {
    return this.options.contents.room()
  }

  check(): Promise<void> {
    return this.options.contents.check()
  }

  async #remove(key: string): Promise<void> {
    if (this.#isClosed) return
    const { contents, notes } = this.options
    // What goes later may not go at all: the note stays until the janitor has seen to it.
    if ((await contents.delete(key)) === 'gone') await notes.strike([key])
  }
}

/** The same chunks, with the note kept while they come. */
async function* keeping(
  note: UploadNote,
  chunks: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await note.keep()
    yield chunk
  }
}
