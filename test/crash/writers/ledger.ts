import type { FileView } from '../../support/wire.js'
import { type Facts, isSame, type KnownFile, type Mutation } from './known-file.js'

/** An upload that was sent and not answered. */
export interface PendingUpload {
  readonly facts: Facts
  readonly publishedAs: string | undefined
}

/**
 * All that clients know of a store: what was acknowledged to them and what they asked for besides. It is plain data,
 * so that a copy of it says what was known at that moment.
 */
export class Ledger {
  readonly files = new Map<string, KnownFile>()
  readonly uploads = new Set<PendingUpload>()
  /** Files whose deletion was acknowledged. */
  readonly gone = new Set<string>()
  /** Files about which something was asked since they were last read back. */
  readonly touched = new Set<string>()
  /** Downloads asked for under a published name. */
  readonly askedByName = new Map<string, number>()
  /** Which file a content was sent for: no content but the empty one is ever sent twice. */
  readonly owners = new Map<string, string>()
  /** Whole downloads of contents whose upload was not answered yet. */
  readonly strays = new Map<string, number[]>()
  acknowledged = 0
  /** Orders beginnings of changes and ends of downloads. */
  clock = 0
  /** Downloads that ended before this are on the disk: a change that was begun at this time has been acknowledged. */
  synced = 0

  copy(): Ledger {
    return Object.assign(new Ledger(), structuredClone({ ...this }))
  }

  get live(): KnownFile[] {
    return [...this.files.values()]
  }

  begin(file: KnownFile, mutation: Mutation): number {
    file.pending.push(mutation)
    this.touched.add(file.id)
    if (mutation !== 'deletion' && mutation.facts.size) {
      this.owners.set(mutation.facts.sha256 as string, file.id)
    }
    return ++this.clock
  }

  /** The mutation has an answer: it was made, or it was refused because the file is gone. */
  end(file: KnownFile, mutation: Mutation): void {
    file.pending.splice(file.pending.indexOf(mutation), 1)
  }

  acknowledge(begun: number): void {
    this.acknowledged++
    this.synced = Math.max(this.synced, begun)
  }

  add(id: string, { facts, publishedAs }: PendingUpload): KnownFile {
    const file: KnownFile = {
      id,
      publishedAs,
      facts,
      revision: 1,
      createdAt: undefined,
      updatedAt: undefined,
      pending: [],
      counted: 0,
      asked: 0,
      whole: [],
    }
    this.files.set(id, file)
    this.touched.add(id)
    if (facts.size > 0) {
      this.owners.set(facts.sha256, id)
      file.whole.push(...(this.strays.get(facts.sha256) ?? []))
      this.strays.delete(facts.sha256)
    }
    return file
  }

  remove({ id }: KnownFile): void {
    this.files.delete(id)
    this.gone.add(id)
  }

  /** Takes over what an answer says of the file; false when that contradicts what is known. */
  learn(file: KnownFile, view: FileView): boolean {
    const facts = factsOf(view)
    if (view.revision < file.revision) return true
    if (view.revision === file.revision && !isSame(facts, file.facts)) return false
    if (file.createdAt !== undefined && view.created_at !== file.createdAt) return false
    const isKnown = view.revision === file.revision && file.updatedAt !== undefined
    if (isKnown && view.updated_at !== file.updatedAt) return false
    file.facts = facts
    file.revision = view.revision
    file.createdAt = view.created_at
    file.updatedAt = view.updated_at
    return true
  }

  /** A content has come whole; false when it is not one of the file that was asked for. */
  downloaded(content: { size: number; sha256: string }, id: string | undefined): boolean {
    this.acknowledged++
    const owner = this.owners.get(content.sha256)
    if (content.size === 0 && id === undefined) return true
    const of = id ?? owner
    if (content.size > 0 && owner !== of) return false
    const moment = ++this.clock
    if (of === undefined) {
      const moments = this.strays.get(content.sha256) ?? []
      this.strays.set(content.sha256, [...moments, moment])
    } else this.files.get(of)?.whole.push(moment)
    return true
  }
}

export const factsOf = (view: FileView): Facts => ({
  name: view.file_name,
  type: view.file_type,
  size: view.file_size,
  sha256: view.sha256,
})
