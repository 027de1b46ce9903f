import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { FileError } from '../../../../src/core/errors.js'
import type { FileRecord, NewFile } from '../../../../src/core/file-record.js'
import type { Measure } from '../../../../src/core/measure.js'
import type { Fs } from '../../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../../src/storage/fs/node-fs.js'
import type { JournalLimits } from '../../../../src/storage/metadata/json/journal-limits.js'
import { JsonMetadataStore } from '../../../../src/storage/metadata/json/json-metadata-store.js'
import { newFile, staged } from '../../../conformance/new-file.js'
import { makeTempDir, removeDir } from '../../../support/temp-dir.js'

interface OpenOptions {
  readonly fs?: Fs
  readonly now?: () => number
  readonly limits?: Partial<JournalLimits>
  readonly stillOwned?: () => Promise<boolean>
  readonly measure?: Measure
}

/** A data directory of one test, and the stores opened on it. */
export class StorePlace {
  readonly reports: string[] = []

  private constructor(readonly directory: string) {}

  static async make(): Promise<StorePlace> {
    const directory = await makeTempDir()
    onTestFinished(() => removeDir(directory))
    return new StorePlace(directory)
  }

  /** A store that folds its journal only when the test says so. */
  async open({ fs = nodeFs, limits = {}, ...rest }: OpenOptions = {}): Promise<JsonMetadataStore> {
    const store = await JsonMetadataStore.open({
      directory: this.directory,
      fs,
      report: (level, message) => this.reports.push(`${level}: ${message}`),
      limits: { quiet: 3_600_000, ...limits },
      ...rest,
    })
    onTestFinished(() => store.close())
    return store
  }

  /** What a killed process leaves at this moment, in a directory of its own. */
  async copy(): Promise<StorePlace> {
    const place = await StorePlace.make()
    await cp(this.directory, place.directory, { recursive: true })
    return place
  }

  path(name: string): string {
    return join(this.directory, name)
  }

  async names(): Promise<string[]> {
    return (await readdir(this.directory)).sort()
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.path(name))
  }

  write(name: string, bytes: Buffer | string): Promise<void> {
    return writeFile(this.path(name), bytes)
  }
}

export function insert(store: JsonMetadataStore, members: Partial<NewFile> = {}) {
  const file = newFile(members)
  return store.insert(file, staged(file.contentKey))
}

export const all = (store: JsonMetadataStore): FileRecord[] => [...store.records()]

/** The code with which a call fails. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason
  )
  return error instanceof FileError ? error.code : String(error)
}
