import type { FileRecord } from '../../src/core/file-record.js'

/** A record; `members` replace what the test cares about. */
export function fileRecord(members: Partial<FileRecord> = {}): FileRecord {
  return {
    id: 'V1StGXR8_Z5jdHi6B-myT',
    contentKey: 'V1StGXR8_Z5jdHi6B-myT',
    name: 'a.txt',
    type: 'text/plain',
    size: 3,
    sha256: 'ab'.repeat(32),
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    downloadCount: 0,
    publishedAs: null,
    revision: 1,
    ...members,
  }
}
