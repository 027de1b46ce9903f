import { PartedUploads } from '../../src/core/parted-uploads/parted-uploads.js'
import { MemoryContentParts } from '../core/parted-uploads/memory-content-parts.js'
import { MemoryUploadLedger } from '../core/parted-uploads/memory-upload-ledger.js'
import { describeUnfinishedUploads } from './unfinished-uploads.js'

const times = { lease: 60_000, renewEvery: 50, commitLease: 60_000, patience: 500 }

const skips = [
  {
    test: 'gives a content under the id, and what its digest is',
    reason: 'a content is there once it is whole, and nobody asks for it before the commit',
  },
]

describeUnfinishedUploads(
  'parts in memory',
  async () => {
    const [ledger, parts] = [new MemoryUploadLedger(), new MemoryContentParts()]
    const { contents } = parts
    const open = () => new PartedUploads({ ledger, parts, contents, times, report: () => {} })
    let uploads = open()
    return {
      get uploads() {
        return uploads
      },
      contents,
      reopen: async () => {
        uploads = open()
      },
      remove: () => uploads.close(),
    }
  },
  skips
)
