import { CachedContentStore } from '../../src/storage/content/cache/cached-content-store.js'
import { openSpooledContents } from '../../src/storage/content/directory/spool/open-spooled-contents.js'
import { nodeFs } from '../../src/storage/fs/node-fs.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { describeContentStore } from './content-store.js'

describeContentStore('directory with a cache', async () => {
  const directory = await makeTempDir()
  const files = await openSpooledContents({
    directory,
    fs: nodeFs,
    minFreeSpace: 0,
    largest: 0,
    backlog: 0,
    report: () => {},
    measure: () => {},
  })
  const store = new CachedContentStore(files, 100_000)
  const remove = async () => {
    await files.close()
    await removeDir(directory)
  }
  return { store, remove }
})
