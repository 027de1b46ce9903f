import type { FileRecord } from '../../../core/file-record.js'
import { CreationList } from './creation-list.js'
import { SplitMap } from './split-map.js'
import { TypePool } from './type-pool.js'

/** One change of the index: no `before` is a new record, no `after` a removed one. */
export interface Change {
  readonly before: FileRecord | undefined
  readonly after: FileRecord | undefined
}

/** All records in memory, found by id, by published name and by time of creation. */
export class FileIndex {
  readonly types = new TypePool()
  readonly created = new CreationList()
  /** The latest time given to a record, also to one that is gone. */
  lastTime = 0
  /** Of all contents together. */
  bytes = 0
  private readonly byId = new SplitMap<FileRecord>()
  /** Most names were published once: then the id alone, which no later change of the record touches. */
  private readonly byName = new SplitMap<string | CreationList>()

  /** How many ids there are. */
  get size(): number {
    return this.byId.size
  }

  get(id: string): FileRecord | undefined {
    return this.byId.get(id)
  }

  findPublished(name: string): FileRecord | undefined {
    const found = this.byName.get(name)
    return typeof found === 'string' ? this.byId.get(found) : found?.last
  }

  apply({ before, after }: Change): void {
    if (after !== undefined) this.lastTime = Math.max(this.lastTime, after.updatedAt)
    this.bytes += (after?.size ?? 0) - (before?.size ?? 0)
    if (before === undefined && after !== undefined) this.add(after)
    else if (before !== undefined && after !== undefined) this.replace(before, after)
    else if (before !== undefined) this.remove(before)
  }

  private add(record: FileRecord): void {
    this.created.append(record)
    if (record.publishedAs !== null) this.publish(record.publishedAs, record)
    this.byId.set(record.id, record)
  }

  private replace(before: FileRecord, after: FileRecord): void {
    this.byId.set(after.id, after)
    this.created.replace(before, after)
    this.namesakes(before)?.replace(before, after)
  }

  private remove(record: FileRecord): void {
    const { id, publishedAs } = record
    this.byId.delete(id)
    this.created.remove(record)
    const namesakes = this.namesakes(record)
    namesakes?.remove(record)
    if (publishedAs === null || (namesakes?.size ?? 0) > 0) return
    this.byName.delete(publishedAs)
  }

  private publish(name: string, record: FileRecord): void {
    const found = this.byName.get(name)
    if (found === undefined) {
      this.byName.set(name, record.id)
      return
    }
    if (typeof found !== 'string') {
      found.append(record)
      return
    }
    const namesakes = new CreationList()
    namesakes.append(this.byId.get(found) as FileRecord)
    namesakes.append(record)
    this.byName.set(name, namesakes)
  }

  private namesakes({ publishedAs }: FileRecord): CreationList | undefined {
    const found = publishedAs === null ? undefined : this.byName.get(publishedAs)
    return typeof found === 'string' ? undefined : found
  }
}
