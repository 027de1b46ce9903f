/** Bytes of a buffer that many contents are not larger than. */
const atFirst = 64 * 1024

/** A buffer that is full, or the last one. */
export interface Part {
  readonly bytes: Buffer
  readonly isLast: boolean
}

interface PartsOptions {
  /** Bytes of each part but the last. */
  readonly size: number
  /** Buffers of parts that were given back, to be filled again. */
  readonly spare: Buffer[]
}

/**
 * The chunks, gathered in parts; there is always a last one, which alone may be without bytes. They are copied, so that
 * no more than the buffers is held whatever the chunks are.
 */
export async function* partsOf(
  chunks: AsyncIterable<Uint8Array>,
  { size, spare }: PartsOptions
): AsyncGenerator<Part> {
  let buffer: Buffer = Buffer.allocUnsafeSlow(Math.min(atFirst, size))
  let used = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (used === size) {
        yield { bytes: buffer, isLast: false }
        buffer = spare.pop() ?? Buffer.allocUnsafeSlow(size)
        used = 0
      }
      const count = Math.min(chunk.length - at, size - used)
      if (used + count > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(size)
        larger.set(buffer.subarray(0, used))
        buffer = larger
      }
      buffer.set(chunk.subarray(at, at + count), used)
      used += count
      at += count
    }
  }
  yield { bytes: buffer.subarray(0, used), isLast: true }
}
