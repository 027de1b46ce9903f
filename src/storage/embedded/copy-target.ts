import type { StoreTarget } from '../../core/ports/store-target.js'
import type { Report } from '../../core/report.js'
import { DirectoryContentStore } from '../content/directory/directory-content-store.js'
import type { Fs } from '../fs/fs.js'
import { DirectoryLock } from '../lock/directory-lock.js'
import {
  type Installable,
  installRecords,
  removeStaleJournals,
} from '../metadata/json/install-records.js'

interface CopyTargetOptions {
  readonly fs: Fs
  readonly directory: string
  readonly minFreeSpace: number
  readonly report: Report
  /** Looks at the directory once it is locked; throws where it may not be written to. */
  readonly admit: () => Promise<void>
}

/** A data directory that is made a copy of another one, and is locked meanwhile as by a server. */
export class CopyTarget implements StoreTarget {
  readonly held = new Map<string, number>()
  #kept = new Set<string>()

  private constructor(
    private readonly fs: Fs,
    private readonly directory: string,
    private readonly lock: DirectoryLock,
    readonly contents: DirectoryContentStore
  ) {}

  static async open(options: CopyTargetOptions): Promise<CopyTarget> {
    const { fs, directory, minFreeSpace, report, admit } = options
    await fs.makeDirectory(directory)
    const lock = await DirectoryLock.acquire(directory, { fs })
    try {
      await admit()
      const contents = await DirectoryContentStore.open({ fs, directory, minFreeSpace, report })
      const target = new CopyTarget(fs, directory, lock, contents)
      for (const [key, size] of await contents.sizes()) target.held.set(key, size)
      return target
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  async commit(view: Installable): Promise<void> {
    const generation = await installRecords(this.fs, this.directory, view)
    await removeStaleJournals(this.fs, this.directory, generation)
    this.#kept = new Set()
    for (const { contentKey } of view.records()) this.#kept.add(contentKey)
  }

  async tidy(): Promise<void> {
    for (const key of this.held.keys()) {
      if (this.#kept.has(key)) continue
      await this.contents.delete(key)
      this.held.delete(key)
    }
  }

  close(): Promise<void> {
    return this.lock.release()
  }
}
