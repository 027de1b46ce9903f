import { FileError, hasCode } from '../errors.js'
import type { ContentFacts } from '../file-record.js'
import { Intake } from '../intake.js'
import type { ContentStore, StagedContent } from '../ports/content-store.js'
import { type ContentFault, reasonOf } from './check-content.js'

/**
 * Takes the chunks of a content into another store, where it is durable when this resolves, unless it turns out to be
 * another one than its record says or cannot be read. The digest is held against it before the chunks end, so
 * that whatever stops halfway, nothing is ever whole there under the key but this content.
 */
export async function copyContent(
  { contentKey, sha256 }: ContentFacts,
  chunks: AsyncIterable<Uint8Array>,
  to: ContentStore
): Promise<ContentFault | undefined> {
  const intake = new Intake({ limit: 0, digests: [] })
  const reading = new Reading(chunks)
  const checked = async function* () {
    yield* intake.chunks(reading.chunks())
    if (intake.sha256 !== sha256) throw new FileError('DIGEST_MISMATCH')
  }
  let staged: StagedContent | undefined
  try {
    staged = await to.stage(contentKey, checked())
    await staged.publish()
    return undefined
  } catch (error) {
    await staged?.discard()
    if (hasCode(error, 'DIGEST_MISMATCH')) return { kind: 'digest-differs', sha256: intake.sha256 }
    if (reading.failure === undefined) throw error
    return { kind: 'unreadable', reason: reasonOf(reading.failure) }
  }
}

/** Keeps what goes wrong while reading apart from what goes wrong while writing. */
class Reading {
  failure: unknown

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.source
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
