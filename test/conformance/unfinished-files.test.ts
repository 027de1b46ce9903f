import { DirectoryContentStore } from '../../src/storage/content/directory/directory-content-store.js'
import { SyncPolicy } from '../../src/storage/content/directory/sync-policy.js'
import { UnfinishedFiles } from '../../src/storage/content/directory/unfinished/unfinished-files.js'
import { nodeFs } from '../../src/storage/fs/node-fs.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { describeUnfinishedUploads } from './unfinished-uploads.js'

describeUnfinishedUploads('directory', async () => {
  const directory = await makeTempDir()
  const report = () => {}
  const place = { directory, fs: nodeFs, policy: new SyncPolicy(report, () => {}), report }
  const contents = await DirectoryContentStore.open({ ...place, minFreeSpace: 0 })
  const open = () =>
    UnfinishedFiles.open({
      ...place,
      ensureSpace: async () => {},
      hasRecord: async () => false,
      patience: 2000,
    })
  let uploads = await open()
  return {
    get uploads() {
      return uploads
    },
    contents,
    reopen: async () => {
      uploads = await open()
    },
    remove: () => removeDir(directory),
  }
})
