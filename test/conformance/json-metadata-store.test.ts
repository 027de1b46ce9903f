import { nodeFs } from '../../src/storage/fs/node-fs.js'
import { JsonMetadataStore } from '../../src/storage/metadata/json/json-metadata-store.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { describeMetadataStore } from './metadata-store.js'

describeMetadataStore('json', async () => {
  const directory = await makeTempDir()
  const report = () => {}
  const open = () => JsonMetadataStore.open({ directory, fs: nodeFs, report })
  let store = await open()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    remove: async () => {
      await store.close()
      await removeDir(directory)
    },
  }
})
