import { hasCode } from '../errors.js'
import type { FileRecord } from '../file-record.js'
import { Intake } from '../intake.js'
import type { ContentView } from '../ports/store-view.js'

/** What can be wrong with the content of a record. */
export type ContentFault =
  | { readonly kind: 'content-missing' }
  /** Something else lies in the place of the content, such as a symbolic link or a directory. */
  | { readonly kind: 'not-a-file' }
  | { readonly kind: 'size-differs'; readonly size: number }
  | { readonly kind: 'digest-differs'; readonly sha256: string }
  /** The disk does not give the bytes. */
  | { readonly kind: 'unreadable'; readonly reason: string }

interface CheckOptions {
  /** Whether every byte is read and held against the digest. */
  readonly readData: boolean
}

/** Looks at the content of a record as it is now. */
export async function checkContent(
  contents: Pick<ContentView, 'find' | 'open'>,
  record: FileRecord,
  { readData }: CheckOptions
): Promise<ContentFault | undefined> {
  const { contentKey, size } = record
  const found = await contents.find(contentKey)
  if (found === undefined) return { kind: 'content-missing' }
  if (!found.isFile) return { kind: 'not-a-file' }
  if (found.size !== size) return { kind: 'size-differs', size: found.size }
  if (!readData) return undefined
  try {
    const sha256 = await digestOf(await contents.open(contentKey, size))
    return sha256 === record.sha256 ? undefined : { kind: 'digest-differs', sha256 }
  } catch (error) {
    if (hasCode(error, 'CONTENT_MISSING')) return { kind: 'content-missing' }
    return { kind: 'unreadable', reason: reasonOf(error) }
  }
}

async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const intake = new Intake({ limit: 0, digests: [] })
  for await (const _chunk of intake.chunks(chunks)) {
    // Only the digest is asked for.
  }
  return intake.sha256
}

/** What the disk said, where the error is only what a store made of it. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}
