import { FileError } from '../core/errors.js'
import type { ContentReader } from '../core/ports/content-store.js'

interface FinalChunkHookOptions {
  readonly first: Uint8Array
  readonly rest: ContentReader
  /** Bytes in all. */
  readonly length: number
  /** Awaited before the chunk with the last byte is passed on. */
  readonly beforeLast: () => Promise<void>
}

/**
 * Passes chunks on and waits for `beforeLast` in front of the last one. Leaving it early leaves `rest` as well, even
 * before the first chunk was asked for, which a generator could not do.
 */
export function finalChunkHook(options: FinalChunkHookOptions): ContentReader {
  const { rest, length, beforeLast } = options
  let first: Uint8Array | undefined = options.first
  let passed = 0
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      const step = first ? { done: false as const, value: first } : await rest.next()
      first = undefined
      // A store that ends early must not look like the end of the file: the connection is broken instead.
      if (step.done && passed < length) throw new FileError('CONTENT_MISSING')
      if (step.done) return step
      passed += step.value.length
      if (passed === length) await beforeLast()
      return step
    },
    recycle: (chunk) => rest.recycle?.(chunk),
    async return() {
      await rest.return?.()
      return { done: true, value: undefined }
    },
  }
}
