import { FileError } from '../errors.js'
import { newKey } from '../keys.js'
import type { ContentParts } from '../ports/content-parts.js'
import type { LedgerUpload, UploadLedger, UploadProgress } from '../ports/upload-ledger.js'

interface StoredPartsOptions {
  readonly ledger: UploadLedger
  readonly parts: ContentParts
  /** Milliseconds for which each step keeps the upload for its holder. */
  readonly lease: number
}

/**
 * The bytes of an upload that somebody holds, each step of which is stored first and then written into the ledger: what a
 * crash leaves between the two is a part or a tail that nobody counts, under a number or a name that nobody uses again.
 */
export class StoredParts {
  #state: LedgerUpload

  constructor(
    state: LedgerUpload,
    private readonly options: StoredPartsOptions
  ) {
    this.#state = state
  }

  get state(): LedgerUpload {
    return this.#state
  }

  /** The bytes behind the last whole part. Throws `CONTENT_MISSING` where they are lost. */
  async readTail(): Promise<Uint8Array> {
    const { id, offset, partSize, tail } = this.#state
    if (tail === undefined) return new Uint8Array()
    return this.options.parts.readTail(id, tail, offset % partSize)
  }

  /** Stores the part at this place, and counts all bytes up to `offset`: as before, where they do not count yet. */
  async addPart(place: number, bytes: Uint8Array, offset: number): Promise<void> {
    const { parts } = this.options
    const { id, nextNumber: number, series: known, tail } = this.#state
    const series = known ?? (await parts.begin(id))
    const nextNumber = number + 1
    // A part that failed may still arrive.
    this.#state = { ...this.#state, series, nextNumber }
    const part = { ...(await parts.store(id, { series, number, bytes })), place }
    const isCounted = offset !== this.#state.offset
    const kept = !isCounted && tail !== undefined && { tail }
    await this.#advance({ offset, series, nextNumber, part, ...kept })
  }

  /** Stores bytes that are no part yet, the first of which are those of the tail so far, and counts up to `offset`. */
  async addTail(bytes: Uint8Array, offset: number): Promise<void> {
    const { id, nextNumber, series } = this.#state
    const tail = newKey()
    await this.options.parts.storeTail(id, tail, bytes)
    await this.#advance({ offset, nextNumber, tail, ...(series !== undefined && { series }) })
  }

  /** Makes one content of all parts. Throws `CONTENT_MISSING` where one is lost. */
  async assemble(): Promise<void> {
    const { ledger, parts } = this.options
    const { id, size, partSize, series } = this.#state
    const stored = await ledger.parts(id)
    if (stored.length !== Math.ceil(size / partSize)) throw new FileError('CONTENT_MISSING')
    await parts.assemble(id, { size, parts: stored, ...(series !== undefined && { series }) })
    // Before anybody can know the content: afterwards nobody would look for what a dead process left.
    await parts.tidy(id)
  }

  async #advance(progress: UploadProgress): Promise<void> {
    const { ledger, parts, lease } = this.options
    const { tail: before, ...state } = this.#state
    if (!(await ledger.advance(state, progress, lease))) throw new FileError('UPLOAD_BUSY')
    const { part: _, ...now } = progress
    this.#state = { ...state, ...now }
    if (before === undefined || before === now.tail) return
    // What stays is removed with the upload.
    void parts.removeTail(state.id, before).catch(() => {})
  }
}
