import { afterEach, beforeEach, describe } from 'vitest'
import type { ContentStore } from '../../src/core/ports/content-store.js'
import type {
  HeldUpload,
  NewUpload,
  UnfinishedUploads,
} from '../../src/core/ports/unfinished-uploads.js'
import { newUpload } from './new-upload.js'
import { conformanceTest, type Skips } from './skips.js'
import { uploadCompletion } from './upload-completion.js'
import { uploadHolds } from './upload-holds.js'
import { uploadPieces } from './upload-pieces.js'

/** Uploads of their own for one test; whoever waits for a hold gives up after some seconds. */
export interface UploadsHarness {
  readonly uploads: UnfinishedUploads
  /** Where the bytes of completed ones are read. */
  readonly contents: ContentStore
  /** The same uploads as another process finds them after this one has ended. */
  reopen(): Promise<void>
  /** Closes and removes everything. */
  remove(): Promise<void>
}

/** What the parts of the suite share. */
export interface UploadsSuite {
  readonly test: ReturnType<typeof conformanceTest>
  uploads(): UnfinishedUploads
  contents(): ContentStore
  reopen(): Promise<void>
  /** Begins an upload of so many bytes and takes it. */
  begin(size: number, members?: Partial<NewUpload>): Promise<HeldUpload>
  /** Takes an upload that must be there. */
  hold(id: string, onWanted?: () => void): Promise<HeldUpload>
}

/** Everything that src/core/ports/unfinished-uploads.ts promises, as tests that use nothing but the port. */
export function describeUnfinishedUploads(
  name: string,
  open: () => Promise<UploadsHarness>,
  skips: Skips = []
): void {
  describe(`unfinished uploads: ${name}`, () => {
    let harness: UploadsHarness
    let held: HeldUpload[]
    beforeEach(async () => {
      harness = await open()
      held = []
    })
    afterEach(async () => {
      for (const one of held) await one.release()
      await harness.remove()
    })
    const hold = async (id: string, onWanted = () => {}) => {
      const taken = await harness.uploads.hold(id, onWanted)
      if (!taken) throw new Error('the upload is not there')
      held.push(taken)
      return taken
    }
    const suite: UploadsSuite = {
      test: conformanceTest(name, skips),
      uploads: () => harness.uploads,
      contents: () => harness.contents,
      reopen: () => harness.reopen(),
      hold,
      begin: async (size, members) => {
        const upload = newUpload(size, members)
        await harness.uploads.add(upload)
        return hold(upload.id)
      },
    }
    uploadPieces(suite)
    uploadHolds(suite)
    uploadCompletion(suite)
  })
}
