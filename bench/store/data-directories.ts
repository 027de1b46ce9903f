import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { built } from './built.js'
import type { Job } from './job.js'
import { runJob } from './run-job.js'
import { sampleRecord } from './sample-record.js'

const snapshot = 'metadata.json'
/** Fewer than any file system lets a file have. */
const mostLinks = 30_000

/** Data directories with so many records, made once and then had again for the price of a hard link. */
export class DataDirectories {
  private readonly masters = new Map<string, string>()

  /** `parents` are directories of as many file systems. */
  constructor(private readonly parents: readonly string[]) {}

  /** A directory that nobody else uses, with these records and without contents. */
  async fresh(parent: string, records: number): Promise<string> {
    const master = await this.master(parent, records)
    const directory = mkdtempSync(join(parent, 'work-'))
    for (const name of readdirSync(master)) {
      // A snapshot is never written to in place, a journal is.
      const take = name === snapshot ? linkSync : copyFileSync
      take(join(master, name), join(directory, name))
    }
    return directory
  }

  remove(): void {
    for (const parent of this.parents) rmSync(parent, { recursive: true, force: true })
  }

  private async master(parent: string, records: number): Promise<string> {
    const directory = join(parent, `master-${records}`)
    if (this.masters.has(directory)) return directory
    mkdirSync(directory)
    await runJob({ job: 'fill', records, place: directory, quick: true })
    this.masters.set(directory, directory)
    return directory
  }
}

/** Writes the records with the store's own writer, all at once instead of commit by commit. */
export const fill: Job = async ({ records, place }) => {
  const { nodeFs } = await built('storage/fs/node-fs.js')
  const { installRecords } = await built('storage/metadata/json/install-records.js')
  const facts = {
    storeId: `bench-${records}`,
    lastSeq: records,
    lastTime: records === 0 ? 0 : sampleRecord(records - 1).updatedAt + 60,
  }
  function* all() {
    for (let number = 0; number < records; number++) yield sampleRecord(number)
  }
  await installRecords(nodeFs, place, { facts, records: all })
  return {}
}

/** Gives each record its content, as links to a few empty files: a start only looks at the names. */
export function addContents(directory: string, records: number): void {
  const contents = join(directory, 'content')
  mkdirSync(contents)
  let origin = ''
  for (let number = 0; number < records; number++) {
    const path = join(contents, sampleRecord(number).contentKey)
    if (number % mostLinks > 0) {
      linkSync(origin, path)
    } else {
      origin = path
      writeFileSync(path, '')
    }
  }
}
