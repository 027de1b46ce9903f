import type { StoreTarget } from '../../core/ports/store-target.js'
import type { Report } from '../../core/report.js'
import type { Fs } from '../fs/fs.js'
import { CopyTarget } from './copy-target.js'
import { isVacant } from './is-vacant.js'
import { TargetError } from './target-error.js'

interface RestoreOptions {
  readonly fs: Fs
  readonly directory: string
  readonly minFreeSpace: number
  readonly report: Report
}

/** A directory in which there is nothing yet. Throws `TargetError` for any other. */
export function openRestore(options: RestoreOptions): Promise<StoreTarget> {
  const { fs, directory } = options
  const admit = async () => {
    if (await isVacant(fs, directory)) return
    throw new TargetError(directory, 'is not empty, and a restore replaces nothing')
  }
  return CopyTarget.open({ ...options, admit })
}
