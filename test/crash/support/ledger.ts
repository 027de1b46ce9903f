import type { FileRecord } from '../../../src/core/file-record.js'

/** What a client can know of a file beside its id, its times and its count. */
export type Facts = Pick<
  FileRecord,
  'name' | 'type' | 'size' | 'sha256' | 'publishedAs' | 'revision'
>

const factsOf = (record: Facts): Facts => {
  const { name, type, size, sha256, publishedAs, revision } = record
  return { name, type, size, sha256, publishedAs, revision }
}

/** The facts as a text, by which they can be held against others; undefined where there are none. */
export const textOf = (record: Facts | undefined): string | undefined =>
  record && JSON.stringify(factsOf(record))

/** One file as its client knows it. */
export interface Known {
  /** Undefined until its upload was acknowledged. */
  id: string | undefined
  /** The name of its upload, by which it is told from all others until it has an id. */
  readonly uploadedAs: string
  /** What was acknowledged, and behind it what it may have become since; undefined where it is not there. */
  states: (Facts | undefined)[]
  /** Downloads that were counted, those of them known to be synced, and those that may be counted. */
  counted: number
  synced: number
  counting: number
}

/** What all clients together know of a store, and whether a store can be the one they know. */
export class Ledger {
  readonly files: Known[] = []

  add(uploadedAs: string): Known {
    const known = { id: undefined, uploadedAs, states: [undefined], counted: 0, synced: 0 }
    this.files.push({ ...known, counting: 0 })
    return this.files.at(-1) as Known
  }

  /** The same at this moment, for looking at later. */
  copy(): Ledger {
    const other = new Ledger()
    other.files.push(...this.files.map((file) => ({ ...file, states: [...file.states] })))
    return other
  }

  /** The journal was synced: what was counted by now outlives a power cut as well. */
  noteSync(): void {
    for (const file of this.files) file.synced = file.counted
  }

  /** What is wrong with these records; nothing where they are all that was acknowledged and nothing else. */
  faultsOf(records: readonly FileRecord[], { countsKept }: { countsKept: boolean }): string[] {
    const faults: string[] = []
    const unclaimed = new Set(records)
    for (const file of this.files) {
      const record = records.find(({ id, name }) =>
        file.id === undefined ? name === file.uploadedAs : id === file.id
      )
      if (record !== undefined) unclaimed.delete(record)
      const found = textOf(record)
      if (!file.states.some((state) => textOf(state) === found)) {
        faults.push(`${file.uploadedAs} is ${found}, and known as ${JSON.stringify(file.states)}`)
      }
      const least = countsKept ? file.counted : file.synced
      const most = file.counted + file.counting
      const count = record?.downloadCount ?? least
      if (count < least || count > most)
        faults.push(`${file.uploadedAs} was counted ${count} times, not ${least} to ${most}`)
    }
    for (const { name } of unclaimed) faults.push(`nobody uploaded ${name}`)
    return faults
  }
}
