import type { FileRecord } from '../file-record.js'
import type { ContentView, RecordsView } from './store-view.js'

/** A data directory that is locked for a repair. Nothing in it changes before `carryOut`. */
export interface RepairSite {
  readonly contents: ContentView
  /** What can be had of the records. Throws where there is nothing to begin with. */
  salvage(options: { readonly acceptEdited: boolean }): Promise<Salvaged>
  /** Carries a plan out and gives the folder that now keeps everything that was changed or taken out. */
  carryOut(work: RepairWork): Promise<string>
  close(): Promise<void>
}

export interface Salvaged {
  readonly view: RecordsView
  /** What has to be done to the metadata to come to these records; none where they are all right. */
  readonly steps: readonly MetadataStep[]
}

export type MetadataStep =
  /** The snapshot is damaged; the one before it and the journals hold the same. */
  | { readonly step: 'fall-back'; readonly file: string; readonly reason: string }
  /** The snapshot is not what was written, but each of its records is one. */
  | { readonly step: 'accept-edited'; readonly file: string; readonly records: number }
  | CutJournal

/** Everything from one place on is given up, in this journal and in those behind it. */
export interface CutJournal {
  readonly step: 'cut-journal'
  readonly file: string
  readonly offset: number
  readonly reason: string
  /** Lines that are given up. */
  readonly lines: number
  /** Those of them that cannot be read any more. */
  readonly unreadable: number
  /** What the others say. */
  readonly changes: readonly GivenUp[]
}

export interface GivenUp {
  readonly change: 'put' | 'meta' | 'cnt' | 'del'
  readonly id: string
  readonly name?: string
}

export interface RepairWork {
  readonly view: RecordsView
  /** Whether the metadata on disk is not that of the view. */
  readonly rewrite: boolean
  /** Records that the view leaves out because their content is gone. */
  readonly dropped: readonly FileRecord[]
  /** Keys of contents that no record of the view names. */
  readonly putAside: readonly string[]
}
