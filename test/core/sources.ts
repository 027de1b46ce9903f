import type { UploadFacts, UploadSource } from '../../src/core/upload.js'

/** Bytes to be pulled, and what has become of them. */
export interface Source extends AsyncIterable<Uint8Array> {
  /** Chunks that were asked for. */
  readonly pulled: number
  /** Whether it was left before its end. */
  readonly left: boolean
}

/** The chunks one after the other; an error among them is thrown in its turn. */
export function sourceOf(chunks: readonly (string | Uint8Array | Error)[]): Source {
  let pulled = 0
  let left = false
  return {
    get pulled() {
      return pulled
    },
    get left() {
      return left
    },
    [Symbol.asyncIterator]: () => ({
      async next() {
        const chunk = chunks[pulled++]
        if (chunk instanceof Error) throw chunk
        if (chunk === undefined) return { done: true, value: undefined }
        return { done: false, value: typeof chunk === 'string' ? Buffer.from(chunk) : chunk }
      },
      async return() {
        left = true
        return { done: true, value: undefined }
      },
    }),
  }
}

type Members = Partial<Omit<UploadSource, 'receive'>>

/** An upload that brings these bytes and says this of them. */
export function uploadOf(
  bytes: AsyncIterable<Uint8Array> | string | undefined,
  facts: UploadFacts = {},
  members: Members = {}
): UploadSource {
  const chunks = typeof bytes === 'string' ? sourceOf([bytes]) : bytes
  return {
    atLeast: 0,
    digests: [],
    ...members,
    receive: async (store) => {
      if (chunks) await store(chunks)
      return facts
    },
  }
}
