import type { Bytes } from '../../../../core/ports/content-store.js'

interface Gathered {
  /** All there is, when that is no more than the limit. */
  readonly whole: Uint8Array | undefined
  /** The same chunks, read or not. */
  readonly all: Bytes
}

/** Reads up to `limit` bytes ahead, to know whether there are more. */
export async function gather(bytes: Bytes, limit: number): Promise<Gathered> {
  if (bytes instanceof Uint8Array) {
    return { whole: bytes.length > limit ? undefined : bytes, all: bytes }
  }
  const source = bytes[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let size = 0
  while (size <= limit) {
    const { done, value } = await source.next()
    if (done) {
      const [only] = head
      const whole = only !== undefined && head.length === 1 ? only : Buffer.concat(head)
      return { whole, all: rest(head, undefined) }
    }
    head.push(value)
    size += value.length
  }
  return { whole: undefined, all: rest(head, source) }
}

async function* rest(
  head: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array> | undefined
): AsyncGenerator<Uint8Array> {
  let ended = source === undefined
  try {
    yield* head
    while (!ended && source !== undefined) {
      const { done, value } = await source.next()
      if (done) ended = true
      else yield value
    }
  } finally {
    if (!ended) await source?.return?.()
  }
}
