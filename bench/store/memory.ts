import { mkdtempSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { built } from './built.js'
import type { Job } from './job.js'

/** Opens the store and looks at what that adds to the memory of a process that had an empty one open before. */
export const memory: Job = async ({ place, records }) => {
  const { nodeFs: fs } = await built('storage/fs/node-fs.js')
  const { JsonMetadataStore } = await built('storage/metadata/json/json-metadata-store.js')
  const open = (directory: string) => JsonMetadataStore.open({ directory, fs, report: () => {} })
  const empty = await open(mkdtempSync(join(place, 'empty-')))
  const before = kept()
  const start = performance.now()
  const store = await open(place)
  const seconds = (performance.now() - start) / 1000
  const after = kept()
  await store.close()
  await empty.close()
  const bytes = statSync(join(place, 'metadata.json')).size
  return {
    'snapshot a record': [bytes / records],
    'open the store': [seconds],
    'memory a record': [(after.used - before.used) / records],
    'resident memory a record': [(after.resident - before.resident) / records],
  }
}

function kept() {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { used: heapUsed + external, resident: rss }
}
