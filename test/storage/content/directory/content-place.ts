import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Measure } from '../../../../src/core/measure.js'
import type { Report } from '../../../../src/core/report.js'
import { DirectoryContentStore } from '../../../../src/storage/content/directory/directory-content-store.js'
import { openSpooledContents } from '../../../../src/storage/content/directory/spool/open-spooled-contents.js'
import type { Fs } from '../../../../src/storage/fs/fs.js'
import { filesBelow, makeTempDir, removeDir } from '../../../support/temp-dir.js'
import { WatchedFs } from './watched-fs.js'

/** A data directory of one test, and the stores opened on it. */
export class ContentPlace {
  readonly fs = new WatchedFs()
  readonly reports: Parameters<Report>[] = []
  readonly measured: Parameters<Measure>[] = []

  private constructor(readonly directory: string) {}

  static async make(): Promise<ContentPlace> {
    const directory = await makeTempDir()
    const place = new ContentPlace(directory)
    onTestFinished(async () => {
      await place.fs.closeAll()
      await removeDir(directory)
    })
    return place
  }

  open(fs: Fs = this.fs, minFreeSpace = 0): Promise<DirectoryContentStore> {
    const report: Report = (...said) => this.reports.push(said)
    const measure: Measure = (...said) => this.measured.push(said)
    const { directory } = this
    return DirectoryContentStore.open({ directory, fs, minFreeSpace, report, measure })
  }

  /** With a spool in front of it, closed when the test is over. */
  async openSpooled(options: { fs?: Fs; largest?: number; backlog?: number } = {}) {
    const { directory } = this
    const report: Report = (...said) => this.reports.push(said)
    const measure: Measure = (...said) => this.measured.push(said)
    const limits = { minFreeSpace: 0, largest: 1000, backlog: 1_000_000 }
    const store = await openSpooledContents({
      fs: this.fs,
      ...limits,
      ...options,
      directory,
      report,
      measure,
    })
    onTestFinished(() => store.close())
    return store
  }

  path(...names: string[]): string {
    return join(this.directory, ...names)
  }

  /** Puts a file there as somebody else would. */
  async put(name: string, bytes: string | Uint8Array = 'x'): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true })
    await writeFile(this.path(name), bytes)
  }

  /** Every file as `relative/path size`. */
  files(): Promise<string[]> {
    return filesBelow(this.directory)
  }

  names(folder: string): Promise<string[]> {
    return readdir(this.path(folder))
  }
}
