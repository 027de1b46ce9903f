import { createHash } from 'node:crypto'
import { nanoid } from 'nanoid'
import type { ContentFacts, NewFile } from '../../src/core/file-record.js'
import type { StagedContent } from '../../src/core/ports/content-store.js'

/** An id as the service gives them out. */
export function newId(): string {
  const id = nanoid()
  return id.startsWith('-') ? `_${id.slice(1)}` : id
}

/** A file nobody has stored yet; `members` replace what the test cares about. */
export function newFile(members: Partial<NewFile> = {}): NewFile {
  const id = members.id ?? newId()
  const facts = contentFacts({ contentKey: id })
  return { id, name: 'a.txt', type: 'text/plain', publishedAs: null, ...facts, ...members }
}

export function contentFacts(members: Partial<ContentFacts> = {}): ContentFacts {
  const contentKey = members.contentKey ?? newId()
  const sha256 = createHash('sha256').update(contentKey).digest('hex')
  return { contentKey, size: 3, sha256, ...members }
}

/** Staged bytes that only note what is done with them. */
export function staged(key: string, publish: () => Promise<void> = async () => {}): StagedContent {
  return { key, publish, discard: async () => {} }
}
