import { join } from 'node:path'

const journalName = /^journal\.([1-9]\d{0,14})\.log$/

/** The names in the data directory that belong to this store. */
export class StorePaths {
  readonly snapshot: string
  readonly previous: string
  readonly temporary: string
  readonly content: string
  readonly incoming: string
  readonly spool: string

  constructor(readonly directory: string) {
    this.snapshot = join(directory, 'metadata.json')
    this.previous = join(directory, 'metadata.previous.json')
    this.temporary = join(directory, 'metadata.json.tmp')
    this.content = join(directory, 'content')
    this.incoming = join(directory, 'tmp')
    this.spool = join(directory, 'spool')
  }

  of(name: string): string {
    return join(this.directory, name)
  }

  journal(generation: number): string {
    return this.of(`journal.${generation}.log`)
  }

  /** Where a damaged file is kept for an operator to look at. */
  broken(path: string, now: number): string {
    return `${path.replace(/\.log$/, '')}.broken-${now}`
  }

  /** The generation of a journal by its file name, if it is one. */
  static generationOf(name: string): number | undefined {
    const digits = journalName.exec(name)?.[1]
    return digits === undefined ? undefined : Number(digits)
  }
}
