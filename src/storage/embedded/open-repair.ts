import { join } from 'node:path'
import type { RepairSite, RepairWork } from '../../core/ports/repair-site.js'
import { ContentFiles } from '../content/directory/content-files.js'
import type { Fs } from '../fs/fs.js'
import { writeNewFile } from '../fs/write-new-file.js'
import { DirectoryLock } from '../lock/directory-lock.js'
import { copyFile } from '../metadata/json/copy-file.js'
import {
  installRecords,
  isMetadataFile,
  removeOlderMetadata,
} from '../metadata/json/install-records.js'
import { salvage } from '../metadata/json/salvage.js'

interface RepairOptions {
  readonly fs: Fs
  readonly directory: string
  /** Take over from an owner on another machine that has been silent for a minute. */
  readonly force: boolean
}

/** A data directory locked for a repair. Throws `DirectoryLockedError` while a server uses it. */
export async function openRepair({ fs, directory, force }: RepairOptions): Promise<RepairSite> {
  const lock = await DirectoryLock.acquire(directory, { fs, force })
  return {
    contents: new ContentFiles(fs, directory),
    salvage: (options) => salvage(fs, directory, options),
    carryOut: (work) => carryOut(fs, directory, work),
    close: () => lock.release(),
  }
}

/**
 * First everything that is about to change is copied, durably; then one rename puts the new metadata in place; then
 * what it does not need any more is taken away. After a crash in between the same repair can be made again.
 */
async function carryOut(fs: Fs, directory: string, work: RepairWork): Promise<string> {
  const { view, rewrite, dropped, putAside } = work
  const folder = await makeFolder(fs, directory)
  if (rewrite) {
    for (const name of await fs.list(directory)) {
      if (isMetadataFile(name)) await copyFile(fs, join(directory, name), join(folder, name))
    }
  }
  if (dropped.length > 0) {
    const lines = dropped.map((record) => `${JSON.stringify(record)}\n`)
    await writeNewFile(fs, join(folder, 'dropped-records.ndjson'), lines.join(''))
  }
  await fs.syncDirectory(folder)
  if (rewrite) {
    await removeOlderMetadata(fs, directory, await installRecords(fs, directory, view))
  }
  if (putAside.length > 0) await moveContents(fs, directory, { folder, keys: putAside })
  return folder
}

async function makeFolder(fs: Fs, directory: string): Promise<string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const names = await fs.list(directory)
  for (let number = 1; ; number++) {
    const name = `repair-${time}${number === 1 ? '' : `-${number}`}`
    if (names.includes(name)) continue
    const folder = join(directory, name)
    await fs.makeDirectory(folder)
    return folder
  }
}

async function moveContents(
  fs: Fs,
  directory: string,
  { folder, keys }: { readonly folder: string; readonly keys: readonly string[] }
): Promise<void> {
  const [from, to] = [join(directory, 'content'), join(folder, 'content')]
  await fs.makeDirectory(to)
  for (const key of keys) await fs.rename(join(from, key), join(to, key))
  // Here before they may be gone there: a power cut must not find them in neither place.
  await fs.syncDirectory(to)
  await fs.syncDirectory(from)
}
