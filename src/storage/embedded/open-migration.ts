import { join } from 'node:path'
import type { FileRecord } from '../../core/file-record.js'
import type { ContentStore } from '../../core/ports/content-store.js'
import type { Report } from '../../core/report.js'
import type { Fs } from '../fs/fs.js'
import { CopyTarget } from './copy-target.js'
import { readMarker, writeMarker } from './directory-marker.js'
import { isVacant } from './is-vacant.js'
import { TargetError } from './target-error.js'
import { UnfinishedError } from './unfinished-error.js'

const name = 'MIGRATION'

interface MigrationOptions {
  readonly fs: Fs
  readonly directory: string
  readonly minFreeSpace: number
  readonly report: Report
}

/** A data directory that is migrated into, and is locked meanwhile as by a server. */
export interface MigratedDirectory {
  /** Of the store that it becomes, by an earlier run; undefined where there is nothing in it. */
  readonly storeId: string | undefined
  readonly contents: ContentStore
  /** From now on, until it is complete, no server starts on it. */
  begin(storeId: string): Promise<void>
  /** Makes these its records, all at once, as memory holds them in a server; their contents were published before. */
  commit(records: readonly FileRecord[]): Promise<void>
  complete(): Promise<void>
  close(): Promise<void>
}

/** A directory in which there is nothing yet, or what a migration that did not end has left. Throws `TargetError` for any other. */
export async function openMigration(options: MigrationOptions): Promise<MigratedDirectory> {
  const { fs, directory } = options
  let storeId: string | undefined
  const admit = async () => {
    storeId = (await readMarker(fs, directory, name))?.storeId
    if (storeId !== undefined || (await isVacant(fs, directory))) return
    throw new TargetError(directory, 'is not empty, and a migration replaces nothing')
  }
  const target = await CopyTarget.open({ ...options, admit })
  return {
    storeId,
    contents: target.contents,
    begin: async (id) => {
      storeId = id
      await writeMarker(fs, directory, { name, storeId, state: 'running' })
    },
    commit: (records) =>
      target.commit({ facts: factsOf(records, storeId), records: () => records }),
    complete: async () => {
      await fs.unlink(join(directory, name))
      await fs.syncDirectory(directory)
    },
    close: () => target.close(),
  }
}

function factsOf(records: readonly FileRecord[], storeId = '') {
  let lastTime = 0
  for (const { updatedAt } of records) lastTime = Math.max(lastTime, updatedAt)
  return { storeId, lastSeq: 0, lastTime }
}

/** Throws `UnfinishedError` where a migration into the directory began and did not end. */
export async function refuseUnfinished(fs: Fs, directory: string): Promise<void> {
  if (await readMarker(fs, directory, name)) throw new UnfinishedError(directory)
}
