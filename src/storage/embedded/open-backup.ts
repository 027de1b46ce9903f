import type { StoreTarget } from '../../core/ports/store-target.js'
import type { Report } from '../../core/report.js'
import type { Fs } from '../fs/fs.js'
import { wereChangedSince } from '../metadata/json/install-records.js'
import { CopyTarget } from './copy-target.js'
import { readMarker, writeMarker } from './directory-marker.js'
import { isVacant } from './is-vacant.js'
import { TargetError } from './target-error.js'

const name = 'BACKUP'

interface BackupOptions {
  readonly fs: Fs
  readonly directory: string
  /** Of the store that is backed up. */
  readonly storeId: string
  readonly report: Report
}

/** A directory that is a backup of this store or becomes one. Throws `TargetError` for any other. */
export async function openBackup(options: BackupOptions): Promise<StoreTarget> {
  const { fs, directory, storeId, report } = options
  const admit = async () => {
    await requireOwnBackup(options)
    await writeMarker(fs, directory, { name, storeId, state: 'running' })
  }
  const target = await CopyTarget.open({ fs, directory, minFreeSpace: 0, report, admit })
  return {
    contents: target.contents,
    held: target.held,
    commit: (view) => target.commit(view),
    tidy: async () => {
      await target.tidy()
      await writeMarker(fs, directory, { name, storeId, state: 'complete' })
    },
    close: () => target.close(),
  }
}

async function requireOwnBackup({ fs, directory, storeId }: BackupOptions): Promise<void> {
  const marker = await readMarker(fs, directory, name)
  if (marker === undefined) {
    if (await isVacant(fs, directory)) return
    throw new TargetError(directory, 'is neither empty nor a backup')
  }
  if (marker.storeId !== storeId) throw new TargetError(directory, 'is a backup of another store')
  if (await wereChangedSince(fs, directory)) {
    throw new TargetError(
      directory,
      'is no backup any more: a server has written in it since, and a new backup would take that away'
    )
  }
}

/** Whether a backup into this directory began and did not end: contents without a record are then no surprise. */
export async function isUnfinishedBackup(fs: Fs, directory: string): Promise<boolean> {
  return (await readMarker(fs, directory, name))?.state === 'running'
}
