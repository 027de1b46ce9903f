import { createHash, type Hash } from 'node:crypto'
import { FileError, hasCode } from '../errors.js'
import type { CompletedUpload, HeldUpload, UnfinishedUpload } from '../ports/unfinished-uploads.js'
import type { RunningDigests } from '../running-digests.js'
import { Appending } from './appending.js'
import type { PartedUploadsOptions } from './parted-uploads.js'
import type { StoredParts } from './stored-parts.js'

interface HeldPartsOptions extends PartedUploadsOptions {
  readonly stored: StoredParts
  readonly digests: RunningDigests
  /** Ends the renewals of the lease; may be called again. */
  readonly stopRenewing: () => void
}

/** An upload whose bytes are in parts, while somebody holds it. */
export class HeldParts implements HeldUpload {
  #isReleased = false

  constructor(private readonly options: HeldPartsOptions) {}

  get upload(): UnfinishedUpload {
    const { id, size, offset, name, type, metadata, expiresAt } = this.options.stored.state
    return { id, size, offset, name, ...(type !== undefined && { type }), metadata, expiresAt }
  }

  async append(bytes: AsyncIterable<Uint8Array>, { isWhole = false } = {}): Promise<number> {
    const { stored, digests } = this.options
    const tail = await this.#unlessLost(stored.readTail())
    const appending = new Appending({ stored, digests, tail, isWhole })
    await this.#unlessLost(appending.take(bytes))
    return stored.state.offset
  }

  async complete(): Promise<CompletedUpload> {
    const { stored } = this.options
    await this.#unlessLost(stored.assemble())
    const sha256 = (await this.#digest()).digest('hex')
    const publish = () => this.#keepForCommit()
    // What was assembled is complete, whatever became of the record: it stays until the upload is removed.
    return { sha256, staged: { key: stored.state.id, publish, discard: async () => {} } }
  }

  async remove(): Promise<void> {
    const { ledger, parts, stored, stopRenewing } = this.options
    stopRenewing()
    const { state } = stored
    if (!(await ledger.remove(state)) && (await ledger.renew(state, 0)) !== 'gone') throw lost()
    // Otherwise the note that the ledger has made says what is to be done.
    await parts.tidy(state.id).catch(() => {})
  }

  async release({ isInDoubt = false } = {}): Promise<void> {
    if (this.#isReleased) return
    this.#isReleased = true
    const { ledger, stored, stopRenewing } = this.options
    stopRenewing()
    // The lease for the commit ends after the statement has.
    if (isInDoubt) return
    await ledger.release(stored.state, stored.state.nextNumber).catch(() => {})
  }

  /** Nobody takes the upload over while the statement of the commit is on its way. */
  async #keepForCommit(): Promise<void> {
    const { ledger, stored, stopRenewing, times } = this.options
    stopRenewing()
    const state = await ledger.renew(stored.state, times.commitLease)
    if (state === 'gone') throw new FileError('FILE_NOT_FOUND')
    if (state === 'lost') throw lost()
  }

  async #digest(): Promise<Hash> {
    const { contents, digests, stored } = this.options
    const { id, size } = stored.state
    const known = digests.at(id, size)
    if (known) return known
    const hash = createHash('sha256')
    const range = { start: 0, end: size - 1, size }
    for await (const chunk of await contents.open(id, range)) hash.update(chunk)
    digests.keep(id, size, hash)
    return hash
  }

  async #unlessLost<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISSING')) throw error
      await this.remove()
      this.options.report('warn', 'Bytes of an unfinished upload are lost: it is removed', error)
      throw new FileError('UPLOAD_GONE', { cause: error })
    }
  }
}

const lost = () => new FileError('UPLOAD_BUSY')
