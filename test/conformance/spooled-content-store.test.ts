import { openSpooledContents } from '../../src/storage/content/directory/spool/open-spooled-contents.js'
import { nodeFs } from '../../src/storage/fs/node-fs.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { describeContentStore } from './content-store.js'

describeContentStore('directory with a spool', async () => {
  const directory = await makeTempDir()
  const store = await openSpooledContents({
    directory,
    fs: nodeFs,
    minFreeSpace: 0,
    largest: 64 * 1024,
    backlog: 1024 * 1024,
    report: () => {},
    measure: () => {},
  })
  const remove = async () => {
    await store.close()
    await removeDir(directory)
  }
  return { store, remove }
})
