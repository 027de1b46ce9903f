import type { FileRecord } from '../core/file-record.js'

/** Strong tag of a version of a file (RFC 9110 section 8.8.3): content and revision, the same at every door. */
export const etagOf = ({ sha256, revision }: FileRecord): string =>
  `"${Buffer.from(sha256, 'hex').toString('base64url')}.${revision}"`

/** Last-Modified of a file; whole seconds are all that HTTP dates can say. */
export const lastModifiedOf = ({ updatedAt }: FileRecord): string =>
  new Date(updatedAt).toUTCString()
