import { journalPath, type LongJournal, longJournal, outcomeOf } from './damage.js'

export const lineCount = 200

/** A journal to be spoiled, with where its lines begin and what a start makes of what is left of it. */
export class SpoiledJournal {
  /** How often one was started on. */
  tried = 0
  readonly bytes: Buffer
  /** For each line where it begins. */
  readonly starts: readonly number[]

  private constructor(readonly long: LongJournal) {
    this.bytes = long.files[journalPath] as Buffer
    let at = 0
    this.starts = long.lines.map(({ length }) => {
      at += length
      return at - length
    })
  }

  static async make(): Promise<SpoiledJournal> {
    return new SpoiledJournal(await longJournal(lineCount))
  }

  /** The number of the line in which the byte is. */
  lineAt(at: number): number {
    return this.starts.findLastIndex((start) => start <= at)
  }

  startOn(journal: Buffer) {
    this.tried++
    return outcomeOf({ ...this.long.files, [journalPath]: journal })
  }
}
