import { type Static, Type } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { ContentFacts, FileChange, FileRecord, NewFile } from '../../../core/file-record.js'
import type { Change, FileIndex } from './file-index.js'
import {
  compactRecord,
  contentMembers,
  describedMembers,
  FileId,
  Natural,
  Positive,
  publishedMember,
  strict,
  Time,
} from './stored-record.js'

export const journalFormat = 1

const NewFileEntry = Type.Object(
  { id: FileId, ...describedMembers, ...contentMembers, ...publishedMember },
  strict
)
const ChangeMembers = Type.Object(
  {
    name: Type.Optional(describedMembers.name),
    type: Type.Optional(describedMembers.type),
    content: Type.Optional(Type.Object(contentMembers, strict)),
  },
  strict
)
/** `s` is the number of the line, `k` the last number known to be durable when it was written, `t` its time. */
const head = { s: Positive, k: Natural, t: Time }
const Entry = {
  hdr: Type.Object(
    {
      ...head,
      o: Type.Literal('hdr'),
      fmt: Type.Literal(journalFormat),
      storeId: Type.String(),
      gen: Positive,
      last: Natural,
    },
    strict
  ),
  put: Type.Object({ ...head, o: Type.Literal('put'), file: NewFileEntry }, strict),
  meta: Type.Object(
    { ...head, o: Type.Literal('meta'), id: FileId, revision: Positive, change: ChangeMembers },
    strict
  ),
  cnt: Type.Object({ ...head, o: Type.Literal('cnt'), id: FileId, count: Positive }, strict),
  del: Type.Object({ ...head, o: Type.Literal('del'), id: FileId }, strict),
}

export type HeaderEntry = Static<typeof Entry.hdr>
export type ChangeEntry = Static<(typeof Entry)['put' | 'meta' | 'cnt' | 'del']>
export type Entry = HeaderEntry | ChangeEntry

type Body<T> = T extends unknown ? Omit<T, keyof typeof head> : never
/** What an operation says; the commit adds number and time. */
export type EntryBody = Body<ChangeEntry>

/** A new file's own members: the caller's object may carry more than the journal takes. */
export const putEntry = (file: NewFile): EntryBody => {
  const { id, name, type, publishedAs } = file
  return { o: 'put', file: { id, name, type, ...contentOf(file), publishedAs } }
}

/** The members of a change that are there. */
export function onlyNamed({ name, type, content }: FileChange): Static<typeof ChangeMembers> {
  return {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    ...(content !== undefined && { content: contentOf(content) }),
  }
}

const contentOf = ({ contentKey, size, sha256 }: ContentFacts): ContentFacts => ({
  contentKey,
  size,
  sha256,
})

const checks = {
  hdr: TypeCompiler.Compile(Entry.hdr),
  put: TypeCompiler.Compile(Entry.put),
  meta: TypeCompiler.Compile(Entry.meta),
  cnt: TypeCompiler.Compile(Entry.cnt),
  del: TypeCompiler.Compile(Entry.del),
}

/** Takes a line's JSON as an entry. Throws an `Error` that says what is wrong with it. */
export function readEntry(value: unknown): Entry {
  const kind = (value as { o?: unknown } | null)?.o
  if (typeof kind !== 'string' || !Object.hasOwn(checks, kind)) {
    throw new Error('an operation this version does not know')
  }
  if (!checks[kind as keyof typeof checks].Check(value))
    throw new Error(`a malformed ${kind} entry`)
  return value as Entry
}

/** What the entry changes, by the same rules live and at replay. Throws an `Error` when it cannot follow the index. */
export function changeOf(entry: ChangeEntry, index: FileIndex): Change {
  if (entry.o === 'put') return { before: undefined, after: addedBy(entry, index) }
  const before = index.get(entry.id)
  if (before === undefined) throw new Error(`a ${entry.o} entry for a file that is not there`)
  switch (entry.o) {
    case 'del':
      return { before, after: undefined }
    case 'cnt':
      if (entry.count <= before.downloadCount)
        throw new Error('a download count that does not grow')
      return {
        before,
        after: compactRecord(before.id, { ...before, downloadCount: entry.count }, index.types),
      }
    case 'meta':
      return { before, after: changedBy(entry, before, index) }
  }
}

function addedBy({ t, file }: Static<typeof Entry.put>, index: FileIndex): FileRecord {
  if (index.get(file.id) !== undefined) throw new Error('a new file under an id that is taken')
  if (t <= index.lastTime) throw new Error('a time that does not grow')
  const fresh = { createdAt: t, updatedAt: t, downloadCount: 0, revision: 1 }
  return compactRecord(file.id, { ...file, ...fresh }, index.types)
}

function changedBy(
  entry: Static<typeof Entry.meta>,
  before: FileRecord,
  index: FileIndex
): FileRecord {
  const { t, revision, change } = entry
  if (revision !== before.revision + 1) throw new Error('a revision that does not follow')
  if (t <= index.lastTime) throw new Error('a time that does not grow')
  const { content, ...described } = change
  return compactRecord(
    before.id,
    { ...before, ...described, ...content, updatedAt: t, revision },
    index.types
  )
}
