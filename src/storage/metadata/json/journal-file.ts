import { AppendFile } from '../../fs/append-file.js'
import type { FsFile } from '../../fs/fs.js'
import { journalSeed } from './journal-line.js'

/** The journal that is being written. */
export class JournalFile extends AppendFile {
  readonly seed: number

  constructor(
    file: FsFile,
    readonly storeId: string,
    readonly generation: number,
    length: number
  ) {
    super(file, length)
    this.seed = journalSeed(storeId, generation)
  }

  get isEmpty(): boolean {
    return this.length === 0
  }
}
