import type { NewUpload } from '../../../src/core/ports/unfinished-uploads.js'
import type {
  Hold,
  HoldState,
  LedgerUpload,
  StoredPart,
  UploadLedger,
  UploadProgress,
} from '../../../src/core/ports/upload-ledger.js'

interface Row {
  state: LedgerUpload
  heldUntil: number | undefined
  isWanted: boolean
  readonly parts: StoredPart[]
}

/** What a database knows of uploads, in memory. */
export class MemoryUploadLedger implements UploadLedger {
  readonly #rows = new Map<string, Row>()

  now(): number {
    return Date.now()
  }

  /** Whoever holds an upload is taken for dead from now on. */
  endLeases(): void {
    for (const row of this.#rows.values()) if (row.heldUntil) row.heldUntil = 1
  }

  async add(upload: NewUpload, partSize: number): Promise<void> {
    const state = { ...upload, offset: 0, partSize, nextNumber: 1, revision: 0 }
    this.#rows.set(upload.id, { state, heldUntil: undefined, isWanted: false, parts: [] })
  }

  async take(id: string, leaseMs: number): Promise<LedgerUpload | 'busy' | undefined> {
    const row = this.#rows.get(id)
    if (!row) return undefined
    const { state, heldUntil } = row
    if (heldUntil !== undefined && heldUntil > Date.now()) {
      row.isWanted = true
      return 'busy'
    }
    const nextNumber = state.nextNumber + (heldUntil === undefined ? 0 : 1)
    row.state = { ...state, nextNumber, revision: state.revision + 1 }
    row.heldUntil = Date.now() + leaseMs
    row.isWanted = false
    return row.state
  }

  async renew(hold: Hold, leaseMs: number): Promise<HoldState> {
    const row = this.#held(hold)
    if (!row) return this.#rows.has(hold.id) ? 'lost' : 'gone'
    row.heldUntil = Date.now() + leaseMs
    return row.isWanted ? 'wanted' : 'held'
  }

  async advance(hold: Hold, progress: UploadProgress, leaseMs: number): Promise<boolean> {
    const row = this.#held(hold)
    if (!row) return false
    const { part, ...now } = progress
    const { series: _, tail: __, ...state } = row.state
    row.state = { ...state, ...now }
    row.heldUntil = Date.now() + leaseMs
    if (part) row.parts[part.place] = part
    return true
  }

  async parts(id: string): Promise<StoredPart[]> {
    return this.#rows.get(id)?.parts ?? []
  }

  async release(hold: Hold, nextNumber: number): Promise<void> {
    const row = this.#held(hold)
    if (!row) return
    row.heldUntil = undefined
    row.state = { ...row.state, nextNumber, revision: hold.revision + 1 }
  }

  async remove(hold: Hold): Promise<boolean> {
    return this.#held(hold) !== undefined && this.#rows.delete(hold.id)
  }

  async forget(id: string): Promise<void> {
    this.#rows.delete(id)
  }

  async expired(limit: number): Promise<string[]> {
    const all = [...this.#rows.values()].map(({ state }) => state)
    const over = all.filter(({ expiresAt }) => expiresAt <= Date.now())
    return over.map(({ id }) => id).slice(0, limit)
  }

  async count(): Promise<number> {
    return [...this.#rows.values()].filter(({ state }) => state.offset < state.size).length
  }

  #held({ id, revision }: Hold): Row | undefined {
    const row = this.#rows.get(id)
    return row?.state.revision === revision ? row : undefined
  }
}
