import { createHash } from 'node:crypto'
import { FileError } from '../../../src/core/errors.js'
import type { FileRecord } from '../../../src/core/file-record.js'
import type {
  ContentView,
  FoundContent,
  RecordsFacts,
  RecordsView,
  StoreView,
} from '../../../src/core/ports/store-view.js'
import { fileRecord } from '../records.js'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

interface MemoryContent {
  readonly text: string
  readonly isFile?: boolean
  readonly modifiedAt?: number
}

/** A store in memory in which somebody else may change something before every look at it. */
export class MemoryStoreView implements StoreView {
  readonly place = 'memory'
  readonly recordsById = new Map<string, FileRecord>()
  readonly stored = new Map<string, MemoryContent>()
  inUse = false
  damage: string | undefined
  /** How often the records were read. */
  reads = 0
  before: (call: 'read' | 'keys' | 'find' | 'open', key: string) => void = () => {}

  readonly contents: ContentView = {
    keys: async () => {
      this.before('keys', '')
      return new Set(this.stored.keys())
    },
    find: async (key) => {
      this.before('find', key)
      return this.#find(key)
    },
    open: async (key, size) => {
      this.before('open', key)
      const found = this.#find(key)
      if (!found?.isFile || found.size !== size) throw new FileError('CONTENT_MISSING')
      return oneChunk(this.stored.get(key)?.text ?? '')
    },
    trash: async () => ({ files: 0, bytes: 0 }),
  }

  /** A whole file with this text, or another version of it; gives its record. */
  put(id: string, text: string, contentKey = id): FileRecord {
    const revision = (this.recordsById.get(id)?.revision ?? 0) + 1
    const createdAt = 1_700_000_000_000 + this.recordsById.size
    const content = { contentKey, size: text.length, sha256: digest(text) }
    const record = fileRecord({ id, ...content, createdAt, revision })
    this.recordsById.set(id, record)
    this.stored.set(contentKey, { text })
    return record
  }

  /** As a server does it: first the record goes, then the content. */
  remove(id: string): void {
    this.stored.delete(this.recordsById.get(id)?.contentKey ?? '')
    this.recordsById.delete(id)
  }

  async isInUse(): Promise<boolean> {
    return this.inUse
  }

  async read(): Promise<RecordsView> {
    this.before('read', '')
    this.reads++
    const records = new Map(this.recordsById)
    const facts: RecordsFacts = {
      storeId: 'memory',
      count: records.size,
      lastSeq: this.reads,
      lastTime: 0,
      generation: 1,
      lastGeneration: 1,
      snapshotBytes: 0,
      journalBytes: 0,
      journalLines: 0,
      damage: this.damage,
    }
    return { facts, get: (id) => records.get(id), records: () => records.values() }
  }

  #find(key: string): FoundContent | undefined {
    const content = this.stored.get(key)
    if (content === undefined) return undefined
    const { text, isFile = true, modifiedAt = 0 } = content
    return { isFile, size: text.length, modifiedAt }
  }
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
