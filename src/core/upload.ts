import { hasCode } from './errors.js'
import { displayName } from './file-names.js'
import type { ContentFacts } from './file-record.js'
import { type ExpectedDigest, Intake, tooLarge } from './intake.js'
import type { Bytes, ContentStore, StagedContent } from './ports/content-store.js'

/** Where the bytes of an upload come from and what is said of them. */
export interface UploadSource {
  /** Fewest bytes of content the sender announced; 0 when it announced none. */
  readonly atLeast: number
  readonly digests: readonly ExpectedDigest[]
  /** The name as it was sent, where it is known before the body: a bad one is then refused before that is read. */
  readonly name?: string
  /**
   * Reads the request once. Calls `store` at most once, for the content, and resolves after its last part with
   * what was said of it. Rejects with `FileError` when it was cut off, malformed or not acceptable; chunks that it
   * handed out then end or throw as well.
   */
  receive(store: (bytes: Bytes) => Promise<void>): Promise<UploadFacts>
}

/** What an upload says of its file; absent members were not given. */
export interface UploadFacts {
  /** The name as it was sent, directories included. */
  readonly name?: string
  /** A well-formed media type. */
  readonly type?: string
}

export interface Received {
  readonly facts: UploadFacts
  readonly content?: { readonly facts: ContentFacts; readonly staged: StagedContent }
}

interface ReceiveOptions<T> {
  readonly contents: ContentStore
  readonly maxFileSize: number
  readonly key: string
  readonly source: UploadSource
  readonly commit: (received: Received) => Promise<T>
}

/** Takes an upload in and hands it to `commit`. Whatever fails, nothing of it stays. */
export async function receive<T>(options: ReceiveOptions<T>): Promise<T> {
  const { contents, maxFileSize: limit, key, source, commit } = options
  if (source.name !== undefined) displayName(source.name)
  if (limit > 0 && source.atLeast > limit) throw tooLarge(limit)
  if (source.atLeast > 0) await contents.ensureSpace(source.atLeast)
  const intake = new Intake({ limit, digests: source.digests })
  let staging: Promise<StagedContent> | undefined
  const stage = async (bytes: Bytes) => {
    if (source.atLeast === 0) await contents.ensureSpace(0)
    try {
      return await contents.stage(key, intake.take(bytes))
    } catch (error) {
      leave(bytes)
      throw error
    }
  }
  try {
    const facts = await source.receive(async (bytes) => {
      staging = stage(bytes)
      await staging
    })
    const staged = await staging
    if (!staged) return await commit({ facts })
    const content = { contentKey: key, size: intake.size, sha256: intake.sha256 }
    return await commit({ facts, content: { facts: content, staged } })
  } catch (error) {
    // Where the commit may yet turn out to have happened, its bytes are not ours to remove.
    if (!hasCode(error, 'DURABILITY_UNKNOWN')) await discard(staging)
    throw error
  }
}

/** Ends chunks that a store may not have asked for to the end, or not at all: whoever makes them holds a connection. */
function leave(bytes: Bytes): void {
  if (bytes instanceof Uint8Array) return
  // Nobody waits for it: the chunk that is being made may take as long as its sender likes.
  bytes[Symbol.asyncIterator]()
    .return?.()
    .catch(() => {})
}

/** A source can give up while the last bytes are still being taken in: they stay no more than the others. */
async function discard(staging: Promise<StagedContent> | undefined): Promise<void> {
  const staged = await staging?.catch(() => undefined)
  await staged?.discard()
}
