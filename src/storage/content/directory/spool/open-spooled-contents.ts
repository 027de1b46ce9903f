import { join } from 'node:path'
import type { Measure } from '../../../../core/measure.js'
import type { Report } from '../../../../core/report.js'
import { storeError } from '../../../fs/errors.js'
import type { Fs } from '../../../fs/fs.js'
import { DirectoryContentStore } from '../directory-content-store.js'
import { SyncPolicy } from '../sync-policy.js'
import { Trash } from '../trash.js'
import { Segments } from './segments.js'
import { Spool } from './spool.js'
import { SpooledContentStore } from './spooled-content-store.js'

interface SpooledContentsOptions {
  readonly directory: string
  readonly fs: Fs
  /** Bytes that uploads must leave free on the file system. */
  readonly minFreeSpace: number
  /** Most bytes of a content that waits in the spool, 0 for none. */
  readonly largest: number
  /** Most bytes that wait at a time. */
  readonly backlog: number
  readonly report: Report
  readonly measure: Measure
  /** Shared with others that keep something in the same place. */
  readonly policy?: SyncPolicy
}

/** Opens the contents of a data directory, with what waits in the spool since an earlier run. */
export async function openSpooledContents(
  options: SpooledContentsOptions
): Promise<SpooledContentStore> {
  const { directory, fs, backlog, report, measure } = options
  const policy = options.policy ?? new SyncPolicy(report, measure)
  const files = await DirectoryContentStore.open({ ...options, policy })
  const place = join(directory, 'spool')
  const trash = new Trash(fs, join(directory, 'trash'))
  const segments = new Segments(fs, place, policy, trash)
  const spool = new Spool({ segments, policy, backlog, report })
  try {
    await fs.makeDirectory(place)
    await fs.requireWritable(place)
    await spool.recover(async () => {
      // A name that is seen may still go with a power cut; what has a file is taken out of the spool.
      await fs.syncDirectory(join(directory, 'content'))
      return files.keys()
    })
  } catch (error) {
    await spool.close()
    throw storeError(error)
  }
  return new SpooledContentStore({ ...options, directory: files, spool, policy })
}
