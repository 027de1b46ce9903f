import { type Static, Type } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { FileRecord } from '../../../core/file-record.js'
import type { TypePool } from './type-pool.js'

const strict = { additionalProperties: false } as const
const Natural = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Positive = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** Milliseconds since the epoch up to the year 9999, the last that answers can write (RFC 3339). */
const Time = Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 })
const Name = Type.String({ minLength: 1, maxLength: 255 })

/** Ids become file names of content, so nothing that could be a path or an option is let in. */
export const FileId = Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]{20}$' })

export const contentMembers = {
  contentKey: Type.String({ pattern: '^[A-Za-z0-9_-]{21}$' }),
  size: Natural,
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
}
export const describedMembers = { name: Name, type: Type.String({ minLength: 1 }) }
export const publishedMember = { publishedAs: Type.Union([Name, Type.Null()]) }
export { Natural, Positive, strict, Time }

/** A record as `metadata.json` holds it under its id. */
const StoredRecord = Type.Object(
  {
    ...describedMembers,
    ...contentMembers,
    ...publishedMember,
    createdAt: Time,
    updatedAt: Time,
    downloadCount: Natural,
    revision: Positive,
  },
  strict
)
type StoredRecord = Static<typeof StoredRecord>

const storedRecord = TypeCompiler.Compile(StoredRecord)
const fileId = TypeCompiler.Compile(FileId)

/** What the snapshot says of one file, or undefined when it is not exactly a record. */
export function readStoredRecord(id: string, value: unknown, types: TypePool) {
  return fileId.Check(id) && storedRecord.Check(value) ? compactRecord(id, value, types) : undefined
}

/**
 * The record as it is kept in memory: always the same members in the same order, so that all records share one
 * hidden class, and one string where two members are equal.
 */
export function compactRecord(
  id: string,
  record: Omit<FileRecord, 'id'>,
  types: TypePool
): FileRecord {
  const { name, contentKey, publishedAs } = record
  return {
    id,
    name,
    type: types.intern(record.type),
    size: record.size,
    sha256: record.sha256,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    downloadCount: record.downloadCount,
    contentKey: contentKey === id ? id : contentKey,
    publishedAs: publishedAs === name ? name : publishedAs,
    revision: record.revision,
  }
}

/** The line of a record in the snapshot, without what separates it from the next. */
export function writeStoredRecord(record: FileRecord): string {
  const { id, ...stored } = record
  return `"${id}":${JSON.stringify(stored satisfies StoredRecord)}`
}
