import { DirectoryContentStore } from '../../src/storage/content/directory/directory-content-store.js'
import { nodeFs } from '../../src/storage/fs/node-fs.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { describeContentStore } from './content-store.js'

describeContentStore('directory', async () => {
  const directory = await makeTempDir()
  const store = await DirectoryContentStore.open({
    directory,
    fs: nodeFs,
    minFreeSpace: 0,
    report: () => {},
  })
  return { store, remove: () => removeDir(directory) }
})
