import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { grouped } from './grouped.js'

export interface BareFile {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly created: string
}

/** The system calls of the embedded store and nothing else: no check, no hash, no way back. */
export class BareStore {
  readonly files = new Map<string, BareFile>()
  readonly newest: BareFile[] = []
  private lines: string[] = []

  private constructor(
    private readonly directory: string,
    private readonly journal: FileHandle,
    private readonly contents: FileHandle
  ) {}

  static async open(directory: string): Promise<BareStore> {
    for (const name of ['tmp', 'content']) mkdirSync(join(directory, name), { recursive: true })
    const journal = await open(join(directory, 'journal'), 'a')
    return new BareStore(directory, journal, await open(join(directory, 'content'), 'r'))
  }

  path(id: string): string {
    return join(this.directory, 'content', id)
  }

  /** Create, write, fdatasync, rename; then directory and journal, each synced for all that wait. */
  async add(name: string, chunks: AsyncIterable<Buffer>): Promise<BareFile> {
    const id = randomUUID()
    const part = join(this.directory, 'tmp', id)
    const file = await open(part, 'wx')
    let size = 0
    for await (const chunk of chunks) {
      await file.write(chunk)
      size += chunk.length
    }
    await file.datasync()
    await file.close()
    await rename(part, this.path(id))
    await this.syncDirectory()
    const entry = { id, name, size, created: new Date().toISOString() }
    this.lines.push(`${JSON.stringify(entry)}\n`)
    await this.syncJournal()
    this.files.set(id, entry)
    this.newest.push(entry)
    return entry
  }

  private readonly syncDirectory = grouped(() => this.contents.sync())

  private readonly syncJournal = grouped(async () => {
    const lines = this.lines
    this.lines = []
    await this.journal.write(lines.join(''))
    await this.journal.datasync()
  })
}
