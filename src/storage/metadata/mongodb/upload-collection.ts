import type { OpenWork } from '../../../core/open-work.js'
import type { NewUpload } from '../../../core/ports/unfinished-uploads.js'
import type {
  Hold,
  HoldState,
  LedgerUpload,
  SizedHold,
  StoredPart,
  UploadLedger,
  UploadProgress,
} from '../../../core/ports/upload-ledger.js'
import type { ContentNotesCollection } from './content-notes-collection.js'
import type { Database } from './database.js'
import { isDuplicate } from './errors.js'
import { newDocument, toUpload } from './upload-document.js'
import { upsert } from './upsert.js'

interface UploadCollectionOptions {
  readonly database: Database
  readonly work: OpenWork
  readonly notes: ContentNotesCollection
  /** The time of the database, in milliseconds. */
  readonly now: () => number
}

/** Only the end of a lease hangs on it: that most have it is not waited for. */
const aside = { writeConcern: { w: 1, j: false } } as const
const after = { returnDocument: 'after' } as const

/**
 * Unfinished uploads, each change of which is one document. A part is written down before the upload that counts it, and
 * removed before it: what a crash leaves between the two is the document of a part that does not count yet, or an upload
 * that is about to go.
 */
export class UploadCollection implements UploadLedger {
  constructor(private readonly options: UploadCollectionOptions) {}

  now(): number {
    return this.options.now()
  }

  async add(upload: NewUpload, partSize: number): Promise<void> {
    await this.#run(({ uploads }) =>
      uploads.insertOne(newDocument(upload, partSize)).catch((error) => {
        // It was sent before, and its answer lost.
        if (!isDuplicate(error)) throw error
      })
    )
  }

  async take(id: string, leaseMs: number): Promise<LedgerUpload | 'busy' | undefined> {
    const now = this.options.now()
    const held = { heldUntil: new Date(now + leaseMs), isWanted: false }
    const isOver = { $gt: new Date(0), $lte: new Date(now) }
    return this.#run(async ({ uploads }) => {
      const found =
        (await uploads.findOneAndUpdate(
          { _id: id, heldUntil: null },
          { $set: held, $inc: { revision: 1 } },
          after
        )) ??
        // A holder that did not come to release it may still be sending the part with the next number.
        (await uploads.findOneAndUpdate(
          { _id: id, heldUntil: isOver },
          { $set: held, $inc: { revision: 1, nextNumber: 1 } },
          after
        ))
      if (found) return toUpload(found)
      const wanted = await uploads.updateOne({ _id: id }, { $set: { isWanted: true } }, aside)
      return wanted.matchedCount === 1 ? 'busy' : undefined
    })
  }

  async renew({ id, revision }: Hold, leaseMs: number): Promise<HoldState> {
    const held = { $set: { heldUntil: this.#end(leaseMs) } }
    return this.#run(async ({ uploads }) => {
      const found = await uploads.findOneAndUpdate({ _id: id, revision }, held, {
        ...after,
        ...aside,
      })
      if (found) return found.isWanted ? 'wanted' : 'held'
      return (await uploads.findOne({ _id: id })) === null ? 'gone' : 'lost'
    })
  }

  async advance(hold: SizedHold, progress: UploadProgress, leaseMs: number): Promise<boolean> {
    const { id, revision, size } = hold
    const { offset, series = null, nextNumber, tail = null, part } = progress
    if (part && !(await this.#putPart(hold, part))) return false
    const found = await this.#run(({ uploads }) => {
      const state = { offset, isWaiting: offset < size, series, nextNumber, tail }
      const held = { $set: { ...state, heldUntil: this.#end(leaseMs) } }
      return uploads.updateOne({ _id: id, revision }, held)
    })
    if (found.matchedCount === 1) return true
    await this.#run(({ uploadParts }) =>
      uploadParts.deleteOne({ _id: partId(id, part?.place), revision })
    )
    return false
  }

  async parts(id: string): Promise<StoredPart[]> {
    const found = await this.#run(({ uploadParts }) =>
      uploadParts.find({ upload: id }).sort({ upload: 1, place: 1 }).toArray()
    )
    return found.map(({ number, tag, checksum }) => ({
      number,
      tag,
      ...(checksum !== undefined && { checksum }),
    }))
  }

  async release({ id, revision }: Hold, nextNumber: number): Promise<void> {
    // What was sent before and arrives later finds another revision.
    const free = { $set: { heldUntil: null, nextNumber }, $inc: { revision: 1 } }
    await this.#run(({ uploads }) => uploads.updateOne({ _id: id, revision }, free, aside))
  }

  async remove({ id, revision }: Hold): Promise<boolean> {
    // Nobody else changes what is about to go.
    const found = await this.#run(({ uploads }) =>
      uploads.updateOne({ _id: id, revision }, { $inc: { revision: 1 } })
    )
    if (found.matchedCount === 0) return false
    await this.forget(id)
    return true
  }

  async forget(id: string): Promise<void> {
    const isThere = await this.#run(({ uploads }) => uploads.findOne({ _id: id }))
    if (isThere === null) return
    const { notes, work } = this.options
    const isNamed = await this.#run(({ files }) => files.findOne({ contentKey: id }))
    if (isNamed === null) await work.run(() => notes.note(id))
    await this.#run(({ uploadParts }) => uploadParts.deleteMany({ upload: id }))
    await this.#run(({ uploads }) => uploads.deleteOne({ _id: id }))
  }

  async expired(limit: number): Promise<string[]> {
    const found = await this.#run(({ uploads }) =>
      uploads
        .find({ expiresAt: { $lte: this.options.now() } }, { projection: { _id: 1 } })
        .sort({ expiresAt: 1, _id: 1 })
        .limit(limit)
        .toArray()
    )
    return found.map(({ _id }) => _id)
  }

  async count(): Promise<number> {
    const isLive = { isWaiting: true, expiresAt: { $gt: this.options.now() } }
    return this.#run(({ uploads }) => uploads.countDocuments(isLive))
  }

  async #putPart({ id, revision }: Hold, part: StoredPart & { readonly place: number }) {
    return this.#run(async ({ uploadParts }) => {
      try {
        await upsert(() =>
          uploadParts.updateOne(
            { _id: partId(id, part.place), revision: { $lte: revision } },
            { $set: { upload: id, revision, ...part } },
            { upsert: true }
          )
        )
        return true
      } catch (error) {
        // One of a later holder is there.
        if (isDuplicate(error)) return false
        throw error
      }
    })
  }

  #end(leaseMs: number): Date {
    return new Date(this.options.now() + leaseMs)
  }

  #run<T>(call: (database: Database) => Promise<T>): Promise<T> {
    const { database, work } = this.options
    return work.run(() => database.run(() => call(database)))
  }
}

const partId = (id: string, place: number | undefined): string => `${id}/${place}`
