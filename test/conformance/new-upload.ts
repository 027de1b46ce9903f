import type { NewUpload } from '../../src/core/ports/unfinished-uploads.js'
import { newId } from './new-file.js'

/** An upload nobody has begun yet; `members` replace what the test cares about. */
export const newUpload = (size: number, members: Partial<NewUpload> = {}): NewUpload => ({
  id: newId(),
  size,
  name: 'a.txt',
  metadata: 'filename YS50eHQ=',
  expiresAt: Date.now() + 3_600_000,
  ...members,
})
