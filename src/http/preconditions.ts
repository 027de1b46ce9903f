import type { IncomingHttpHeaders } from 'node:http'
import { FileError } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import type { Guard } from '../core/file-service.js'
import { etagOf, lastModifiedOf } from './etag.js'
import { parseHttpDate } from './http-date.js'

/**
 * Whether the caller already has this version (304), in the order of RFC 9110 section 13.2.2. Throws
 * `PRECONDITION_FAILED` (412).
 */
export function isNotModified(headers: IncomingHttpHeaders, record: FileRecord): boolean {
  requireMatch(headers, record)
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) return weaklyMatches(ifNoneMatch, etagOf(record))
  const since = parseHttpDate(headers['if-modified-since'])
  return since !== undefined && lastModifiedSeconds(record) <= since
}

/** The guard for a change, or undefined when the request is unconditional: then the last write wins. */
export function changeGuard(headers: IncomingHttpHeaders): Guard | undefined {
  const ifNoneMatch = headers['if-none-match']
  const conditional =
    headers['if-match'] ?? headers['if-unmodified-since'] ?? ifNoneMatch ?? undefined
  if (conditional === undefined) return undefined
  return (record) => {
    requireMatch(headers, record)
    if (ifNoneMatch !== undefined && weaklyMatches(ifNoneMatch, etagOf(record))) {
      throw new FileError('PRECONDITION_FAILED')
    }
  }
}

/** Whether a range may be answered for this version (RFC 9110 section 13.1.5): strong tag or the exact date. */
export function ifRangeHolds(header: string | undefined, record: FileRecord): boolean {
  if (header === undefined) return true
  if (header === etagOf(record)) return true
  // Within its second the date may also be that of the version before (RFC 9110 section 8.8.2.2).
  const isStrong = record.revision === 1 || Date.now() - record.updatedAt >= 1000
  return isStrong && header === lastModifiedOf(record)
}

function requireMatch(headers: IncomingHttpHeaders, record: FileRecord): void {
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined) {
    const tags = entityTags(ifMatch)
    if (ifMatch.trim() !== '*' && !tags.includes(etagOf(record))) {
      throw new FileError('PRECONDITION_FAILED')
    }
    return
  }
  const since = parseHttpDate(headers['if-unmodified-since'])
  if (since !== undefined && lastModifiedSeconds(record) > since) {
    throw new FileError('PRECONDITION_FAILED')
  }
}

function weaklyMatches(header: string, etag: string): boolean {
  return header.trim() === '*' || entityTags(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

/** The tags of a list, weak ones with their `W/`; none when it is not a list of tags (RFC 9110 section 8.8.3). */
function entityTags(header: string): string[] {
  return header.match(/(?<![^\s,])(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?=\s*(?:,|$))/g) ?? []
}

const lastModifiedSeconds = ({ updatedAt }: FileRecord): number => Math.floor(updatedAt / 1000)
