import type { StoreView } from '../../core/ports/store-view.js'
import { ContentFiles } from '../content/directory/content-files.js'
import type { Fs } from '../fs/fs.js'
import { isLocked } from '../lock/is-locked.js'
import { readRecords } from '../metadata/json/read-records.js'

/** A data directory to be looked at: nothing in it is changed or locked, whoever else is using it. */
export const openView = (fs: Fs, directory: string): StoreView => ({
  place: directory,
  read: () => readRecords(fs, directory),
  contents: new ContentFiles(fs, directory),
  isInUse: () => isLocked(fs, directory),
})
